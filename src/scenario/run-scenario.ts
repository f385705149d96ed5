/*
 * The spine of a scenario: a gateway with its books, the commands one after the other, and what
 * they left behind beside what the file expects.
 */
import { compare, type Difference } from './compare.ts';
import type { Happened } from './happened.ts';
import { MemoryState } from './memory-state.ts';
import { runStep, type StepEnd } from './run-step.ts';
import type { ScenarioFile } from './scenario-file.ts';
import { booksOf, listenToStory, ordersOf } from './tell-story.ts';
import type { World } from './world.ts';
import { portfoliosText, settingsText } from './write-inputs.ts';

/** Makes the world that a scenario begins in, at an instant. */
export type MakeWorld = (gateway: ScenarioFile['gateway'], startMs: number) => Promise<World>;

/** Lives the scenario of a file through to its end, and compares. */
export async function runScenario(
  file: ScenarioFile,
  makeWorld: MakeWorld,
): Promise<{ readonly happened: Happened; readonly differences: readonly Difference[] }> {
  const happened = await liveScenario(file, makeWorld);
  return { happened, differences: compare(file.expected, happened) };
}

async function liveScenario(
  { gateway, run }: ScenarioFile,
  makeWorld: MakeWorld,
): Promise<Happened> {
  const startMs = Date.parse(run.at);
  const world = await makeWorld(gateway, startMs);
  try {
    const around = {
      run,
      world,
      state: new MemoryState(),
      settings: settingsText(run, gateway),
      portfolios: portfoliosText(run),
    };
    const story = listenToStory(world.engine, startMs);
    const ends: StepEnd[] = [];
    for (const [at, step] of (run.steps ?? [run]).entries()) {
      ends.push(await runStep(step, at, around));
    }
    const tookMs = world.clock.now() - startMs;
    await world.rest();
    return {
      told: ends.map(({ end, screen, reports }) => ({
        exit: end?.exit ?? 'died',
        outcome: end?.outcome,
        problems: end?.problems ?? [],
        screen,
        plan: reports.pre,
        report: reports.post,
      })),
      orders: ordersOf(world.engine),
      story: world.isTimed ? [...story] : undefined,
      books: booksOf(world.engine),
      wrongBooks: world.engine.audit().differences,
      tookMs,
    };
  } finally {
    await world.close();
  }
}
