/* Laws about reasons: every line of a plan says why it is as it is, and does what it says. */
import { roleOf, type ReasonRole } from '../plan/reason-role.ts';
import type { PlanLine, TradePlan } from '../plan/trade-plan.ts';

const rolesOf = ({ reasons }: PlanLine): ReasonRole[] => reasons.map(roleOf);

/** A law that looks at one line at a time. */
const law = (name: string, holds: (line: PlanLine) => boolean) => ({
  name,
  holds: ({ plan }: { readonly plan: TradePlan }): boolean => plan.lines.every(holds),
});

/** The verdicts on a line's drift: each line has exactly one of them. */
const VERDICTS = ['in-band', 'out-of-band', 'total-in-band', 'total-out-of-band', 'idle-cash'];

export const REASON_LAWS = [
  law('every line has a reason, and none of them twice', ({ reasons }) => {
    const told = reasons.map((reason) => Object.values(reason).join(' '));
    return told.length > 0 && new Set(told).size === told.length;
  }),
  law(
    'every line says once whether its drift is one to trade for',
    ({ reasons }) => reasons.filter(({ kind }) => VERDICTS.includes(kind)).length === 1,
  ),
  law('a traded line names what set it in motion, and nothing that stops it', (line) => {
    const roles = rolesOf(line);
    return (
      line.trade === undefined ||
      (roles.filter((role) => role === 'trigger').length === 1 && !roles.includes('stop'))
    );
  }),
  law('an untraded line names what stopped it or cut it to nothing', (line) => {
    const roles = rolesOf(line);
    return line.trade !== undefined || roles.includes('stop') || roles.includes('cut');
  }),
  law('a line that was cut wanted more than it got', ({ reasons, trade }) =>
    reasons.every((reason) => reason.kind !== 'cut' || reason.wanted > (trade?.quantity ?? 0n)),
  ),
  law(
    'a line that is frozen does not trade',
    ({ reasons, trade, holding }) =>
      trade === undefined ||
      (holding.freeze === undefined && !reasons.some(({ kind }) => kind === 'frozen')),
  ),
];
