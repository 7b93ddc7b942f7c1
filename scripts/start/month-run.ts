import { ApiError } from '../../cli/api-error.ts';
import type { Call } from '../../cli/client.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import {
  approveRun,
  listRunPayees,
  type RunView,
  releaseRun,
  showRun,
  startRun,
  submitRun,
} from '../../contract/runs.ts';
import type { Month } from '../../domain/calendar.ts';
import type { RunState } from '../../domain/run.ts';
import { StartError } from './error.ts';
import { until } from './until.ts';

export type RunPayee = ResultOf<typeof listRunPayees>['payees'][number];

const everyMs = 500;
const timeoutSeconds = 600;

const nameOf = (run: Pick<RunView, 'coopId' | 'period'>): string => `run of ${run.coopId} for ${run.period}`;
const paramsOf = ({ coopId, kind, period, attempt }: RunView) => ({ coopId, kind, period, attempt });

/**
 * Starts a co-op's run of the month and waits until it is calculated. One that was started before is gone on with.
 * @throws StartError if it stops for a person or takes too long
 */
export async function calculated(liisa: Call, coopId: string, period: Month): Promise<RunView> {
  const run = await liisa(startRun, { body: { coopId, kind: 'BONUS', period } });
  return run.state === 'DRAFT' ? await reaching(liisa, run, ({ state }) => state !== 'DRAFT') : run;
}

/**
 * Has a calculated run approved by two persons: Liisa submits it and is refused when she approves it herself, Matti approves.
 * @returns the refusal's code and advice
 * @throws StartError if one person could do it alone
 */
export async function approvedByTwo(people: { liisa: Call; matti: Call }, run: RunView): Promise<string> {
  const signed = { params: paramsOf(run), body: { hash: hashOf(run) } };
  if (run.state === 'CALCULATED') await people.liisa(submitRun, signed);
  const refusal = await refusalOf(() => people.liisa(approveRun, signed));
  await people.matti(approveRun, signed);
  return refusal;
}

function hashOf(run: RunView): string {
  if (run.hash === undefined) throw new StartError(`The ${nameOf(run)} is ${run.state} and has no hash to sign.`);
  return run.hash;
}

async function refusalOf(approve: () => Promise<RunView>): Promise<string> {
  try {
    await approve();
  } catch (error) {
    if (error instanceof ApiError && error.problem?.code === 'secondPersonRequired')
      return `${error.status} ${error.problem.code}`;
    throw error;
  }
  throw new StartError(
    'One person could approve what she had submitted herself: the control of two persons does not work.',
  );
}

/** Waits until the payment files are there, has them released, and waits until all is booked. */
export async function released(matti: Call, run: RunView): Promise<RunView> {
  const written = await reaching(matti, run, ({ state }) => afterFiles.includes(state));
  if (written.state === 'FILES_WRITTEN')
    await matti(releaseRun, { params: paramsOf(run), body: { hash: hashOf(run) } });
  return await reaching(matti, run, ({ postedAt }) => postedAt !== undefined);
}

const afterFiles: readonly RunState[] = ['FILES_WRITTEN', 'RELEASED', 'CLOSED'];

async function reaching(call: Call, run: RunView, reached: (run: RunView) => boolean): Promise<RunView> {
  let seen = run;
  return await until(
    async () => {
      seen = await call(showRun, { params: paramsOf(run) });
      if (seen.problem !== undefined) throw new StartError(`The ${nameOf(run)} has stopped: ${seen.problem}.`);
      return reached(seen) ? seen : undefined;
    },
    {
      everyMs,
      timeoutSeconds,
      failure: () => `The ${nameOf(run)} is still ${seen.state} after ${timeoutSeconds} seconds.`,
    },
  );
}

/** What a run does for each payee, all pages. */
export async function payeesOf(liisa: Call, run: RunView): Promise<RunPayee[]> {
  const payees: RunPayee[] = [];
  let cursor: string | undefined;
  do {
    const page = await liisa(listRunPayees, {
      params: paramsOf(run),
      query: cursor === undefined ? {} : { cursor },
    });
    payees.push(...page.payees);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return payees;
}
