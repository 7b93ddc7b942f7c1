import type { Command } from 'commander';
import { listRunDifferences } from '../../contract/run-review.ts';
import {
  approveRun,
  cancelRun,
  closeRun,
  type RunView,
  rejectRun,
  releaseRun,
  submitRun,
} from '../../contract/runs.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { runHashSchema } from '../../domain/run.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { confirmHash } from '../runs/confirm-hash.ts';
import { countedPayments } from '../runs/counted-payments.ts';
import { findRun, paramsOf } from '../runs/find-run.ts';
import { type KindOption, kindOf, ofPeriod } from '../runs/run-choice.ts';
import { awaited, printed, type WaitOptions, withAttempt, withWait } from '../runs/run-command.ts';

type Signature = {
  name: string;
  description: string;
  endpoint: typeof submitRun | typeof approveRun | typeof releaseRun;
  /** The payees that differ most from last time are shown before the question. */
  showsDifferences?: true;
  awaited?: { what: string; arrived: (run: RunView) => boolean };
};

const signatures: readonly Signature[] = [
  {
    name: 'submit',
    description: 'submit a calculated run for approval',
    endpoint: submitRun,
    showsDifferences: true,
  },
  {
    name: 'approve',
    description: 'approve what another person submitted; the payment files are then written',
    endpoint: approveRun,
    showsDifferences: true,
    awaited: {
      what: 'the payment files are written',
      arrived: ({ state }) => state === 'FILES_WRITTEN' || state === 'RELEASED' || state === 'CLOSED',
    },
  },
  {
    name: 'release',
    description: 'hand the payment files over: from now on they can be fetched, and all is booked',
    endpoint: releaseRun,
    awaited: { what: 'all is booked', arrived: ({ postedAt }) => postedAt !== undefined },
  },
];

type SignOptions = WaitOptions & KindOption & { hash?: string; yes?: true };

function addSignature(parent: Command, session: Session, signature: Signature): void {
  const { name, description, endpoint, showsDifferences, awaited: until } = signature;
  const command = withAttempt(ofPeriod(parent, name, description))
    .option('--hash <hash>', 'sign this hash without a question', by(runHashSchema, 'the 64 digits of a hash'))
    .option('--yes', 'sign the present hash without a question');
  if (until !== undefined) withWait(command, until.what);
  command.action(
    action(session, async (context, options: SignOptions, coopId: string, period: string, attempt?: string) => {
      const kind = kindOf(options, period);
      const call = await context.staff();
      const shown = await findRun(call, { coopId, kind, period, attempt }, false);
      const params = paramsOf(shown);
      const differences = async () => (await call(listRunDifferences, { params })).differences;
      const hash =
        options.hash ??
        (await confirmHash(context, shown, name, {
          yes: options.yes === true,
          ...(showsDifferences === true ? { differences } : {}),
        }));
      const signed = await call(endpoint, { params, body: { hash } });
      return printed(
        context,
        until === undefined ? signed : await awaited(context, call, signed, options, until.arrived),
      );
    }),
  );
}

type Ending = { name: string; description: string; endpoint: typeof rejectRun | typeof cancelRun };

const endings: readonly Ending[] = [
  { name: 'reject', description: 'reject a submitted run', endpoint: rejectRun },
  { name: 'cancel', description: 'cancel a run that is not released: nothing of it is paid', endpoint: cancelRun },
];

function addEnding(parent: Command, session: Session, { name, description, endpoint }: Ending): void {
  withAttempt(ofPeriod(parent, name, description))
    .requiredOption('--reason <text>', 'why, kept with the run; name nobody', by(freeTextSchema, 'a reason'))
    .action(
      action(
        session,
        async (context, options: KindOption & { reason: string }, coopId: string, period: string, attempt?: string) => {
          const kind = kindOf(options, period);
          const call = await context.staff();
          const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, false));
          return printed(context, await call(endpoint, { params, body: { reason: options.reason } }));
        },
      ),
    );
}

/** `run submit | approve | release | reject | cancel | close`: what a person decides. */
export function addRunSignatures(parent: Command, session: Session): void {
  for (const signature of signatures) addSignature(parent, session, signature);
  for (const ending of endings) addEnding(parent, session, ending);
  withAttempt(
    ofPeriod(parent, 'close', 'close a released run: the bank has answered, nothing more is expected'),
  ).action(
    action(session, async (context, options: KindOption, coopId: string, period: string, attempt?: string) => {
      const kind = kindOf(options, period);
      const call = await context.staff();
      const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, false));
      const { open } = await countedPayments(call, params);
      const closed = await call(closeRun, { params });
      // Many banks report only what they have rejected, so this is no fault; whoever closes should know.
      if (open > 0) context.note(`The bank has said nothing final of ${open} payments: see omistaja bank payments.`);
      return printed(context, closed);
    }),
  );
}
