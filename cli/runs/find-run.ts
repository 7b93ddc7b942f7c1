import { listRuns, type RunView, showRun } from '../../contract/runs.ts';
import type { RunKind } from '../../domain/run.ts';
import type { Call } from '../client.ts';
import { CliError } from '../exit-codes.ts';

/** What names a run for the API. */
export type RunParams = { coopId: string; kind: RunKind; period: string; attempt: string };

export type RunChoice = { coopId: string; kind: RunKind; period: string; attempt: string | undefined };

/**
 * A run as it is now, with its differences.
 * @param choice without an attempt the latest one is meant
 * @param dryRuns whether a dry run may be the latest: to look at, but not to sign
 * @throws CliError notFound if the period has no run of the kind
 */
export async function findRun(call: Call, choice: RunChoice, dryRuns: boolean): Promise<RunView> {
  const { coopId, kind, period } = choice;
  const attempt = choice.attempt ?? (await latestAttempt(call, choice, dryRuns));
  return await call(showRun, { params: { coopId, kind, period, attempt } });
}

export const paramsOf = ({ coopId, kind, period, attempt }: RunView): RunParams => ({ coopId, kind, period, attempt });

async function latestAttempt(call: Call, { coopId, kind, period }: RunChoice, dryRuns: boolean): Promise<string> {
  const { runs } = await call(listRuns, { params: { coopId } });
  const [latest] = runs
    .filter((run) => run.kind === kind && run.period === period && (dryRuns || !run.dryRun))
    .toSorted((a, b) => Date.parse(b.opened.at) - Date.parse(a.opened.at) || numberOf(b) - numberOf(a));
  if (latest !== undefined) return latest.attempt;
  throw new CliError(
    'notFound',
    `${coopId} has no run of ${kind} ${period}.`,
    `Start one: omistaja run start ${coopId} ${period} --kind ${kind.toLowerCase()}`,
  );
}

/** Of attempts opened in the same second the higher number is the later. */
const numberOf = ({ attempt }: RunView): number => Number(attempt.replace('D', ''));
