import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { ApiError } from '../cli/api-error.ts';
import { paintFor } from '../cli/render/paint.ts';
import { explainMonth } from '../contract/register.ts';
import { configs } from '../lib/config.ts';
import { LocalCloudError } from './local-cloud/error.ts';
import { LOCAL_DIRECTORY, shownPath } from './local-cloud/paths.ts';
import { ensureLocalCloud, type LocalCloud } from './local-cloud.ts';
import { parseArguments, type StartArguments } from './start/arguments.ts';
import { StartError } from './start/error.ts';
import { Interrupted, interruptedExitCode, listenForInterruption, unlessInterrupted } from './start/interruption.ts';
import { load } from './start/load.ts';
import { type Material, materialOf } from './start/material.ts';
import { type PaidMonth, payMonth } from './start/pay-month.ts';
import { resultOf } from './start/result.ts';
import { householdToShow } from './start/shown-household.ts';
import { type Steps, stepsOn } from './start/step.ts';
import { goOn, summary } from './start/summary.ts';
import { takeIn } from './start/take-in.ts';

const logFile = path.join(LOCAL_DIRECTORY, 'start.log');

process.exit(await main(process.argv.slice(2)));

/** `npm start`: a month from the till to the payment file, on a local cloud. Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const signal = listenForInterruption();
  let cloud: LocalCloud | undefined;
  try {
    const asked = await parseArguments(args, {
      nowMs: Date.now(),
      lateWindowDays: configs.local.settings.lateWindowDays,
    });
    if (asked === undefined) return 0;
    const material = await materialOf(asked);
    const step = stepsOn(process.stdout, signal);
    const start = await step({
      title: 'Find or start the local cloud',
      work: (say) => ensureLocalCloud({ ...(asked.port === undefined ? {} : { port: asked.port }), report: say }),
      done: ({ endpointUrl, how }) => `${how === 'given' ? 'Found' : 'Started'} the local cloud at ${endpointUrl}`,
    });
    cloud = start.value;
    await fromTillToPayment(step, { cloud, startSeconds: start.seconds }, asked, material, signal);
    return asked.once ? 0 : await stayUp(cloud, signal);
  } catch (error) {
    return await explain(error);
  } finally {
    await cloud?.stop();
  }
}

async function fromTillToPayment(
  step: Steps,
  { cloud, startSeconds }: { cloud: LocalCloud; startSeconds: number },
  asked: StartArguments,
  material: Material,
  signal: AbortSignal,
): Promise<void> {
  const loaded = await load(step, cloud, material);
  const taken = await takeIn(step, loaded, material, signal);
  const paid = await payMonth(step, loaded, material);
  const seconds = { start: startSeconds, ...loaded.seconds, ...taken.seconds, run: paid.seconds };
  const { posted, counts } = taken;
  const result = resultOf(
    {
      receiptsPosted: posted.posted,
      accepted: posted.accepted,
      ...counts,
      households: material.federation.households.length,
    },
    paid.runs,
    seconds,
  );
  if (asked.resultFile !== undefined) await writeFile(asked.resultFile, `${JSON.stringify(result, undefined, 2)}\n`);
  const { explanation, coopId } = await explained(paid, material);
  const paint = paintFor(process.stdout, process.env);
  console.log(summary({ material, taken, runs: paid.runs, explanation }, paint));
  if (!asked.once) console.log(goOn(loaded, material, { coopId, householdId: explanation?.householdId }, paint));
}

/** One household's month down to its receipts, as the API tells it to a person at work. */
async function explained({ runs, liisa }: PaidMonth, material: Material) {
  const shown = householdToShow(
    material,
    runs.flatMap(({ households }) => households),
  );
  if (shown === undefined) return { explanation: undefined, coopId: material.federation.coops[0]?.coop.coopId ?? '' };
  const body = { householdId: shown.payeeId, month: material.month, purpose: 'payoutControl' } as const;
  const explanation = await liisa(explainMonth, { body });
  return { explanation, coopId: explanation.coopId };
}

/** Until Ctrl-C, which is how it is meant to end; or until the emulator ends by itself. */
async function stayUp(cloud: LocalCloud, signal: AbortSignal): Promise<number> {
  try {
    await unlessInterrupted(signal, cloud.ended);
  } catch (error) {
    if (error instanceof Interrupted) return 0;
    throw error;
  }
  throw new StartError('The local cloud has ended by itself.');
}

/** Says what was wrong in one sentence, and keeps the whole story for who wants to look into it. */
async function explain(error: unknown): Promise<number> {
  if (error instanceof Interrupted) {
    console.error(error.message);
    return interruptedExitCode;
  }
  const exitCode = error instanceof StartError ? error.exitCode : 1;
  const sentence = sentenceOf(error);
  if (exitCode === 2 || error instanceof LocalCloudError) {
    console.error(sentence);
    return exitCode;
  }
  await mkdir(LOCAL_DIRECTORY, { recursive: true });
  await writeFile(logFile, `${inspect(error, { depth: 6 })}\n`);
  console.error(`${sentence.replace(/\.$/, '')}; details are in ${shownPath(logFile)}.`);
  return exitCode;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiError && error.problem !== undefined) return `The register refused: ${error.problem.detail}`;
  return error instanceof Error ? error.message : String(error);
}
