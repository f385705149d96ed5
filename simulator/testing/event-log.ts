type Happening = readonly [name: string, ...values: unknown[]];

/** What a client library told, in order, and waiting for what it is still to tell. */
export class EventLog {
  private readonly happened: Happening[] = [];
  private wake: () => void = () => undefined;

  note(name: string, values: readonly unknown[]): void {
    this.happened.push([name, ...values]);
    this.wake();
  }

  /** The first event of that name that satisfies, already here or still to come. */
  async until(
    name: string,
    satisfies: (values: readonly unknown[]) => boolean = () => true,
  ): Promise<readonly unknown[]> {
    for (;;) {
      const found = this.happened.find(([event, ...values]) => event === name && satisfies(values));
      if (found !== undefined) return found.slice(1);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  all(name: string): readonly (readonly unknown[])[] {
    return this.happened.filter(([event]) => event === name).map(([, ...values]) => values);
  }

  /** Everything in order. */
  happenings(): readonly Happening[] {
    return this.happened;
  }

  clear(): void {
    this.happened.length = 0;
  }
}
