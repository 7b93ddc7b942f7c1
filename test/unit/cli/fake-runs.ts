import type { RunView } from '../../../contract/runs.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** The runs of a co-op, as far as the commands need them; `act` answers first. */
export function runsOf(runs: RunView[], act: (seen: Seen) => Answer | undefined = () => undefined) {
  return (seen: Seen): Answer => {
    const done = act(seen);
    if (done !== undefined) return done;
    if (seen.path === '/v1/staff/runs/demo') return ok({ runs });
    if (seen.path.endsWith('/differences')) return ok({ differences: [] });
    const found = runs.find(
      ({ kind, period, attempt }) => seen.path === `/v1/staff/runs/demo/${kind}/${period}/${attempt}`,
    );
    return found === undefined ? problem(404, 'unknownRun') : ok(found);
  };
}

export const posted = (seen: readonly Seen[]): Seen[] => seen.filter(({ method }) => method === 'POST');
