import type { Command } from 'commander';
import { listRunDifferences } from '../../contract/run-review.ts';
import { listRunPayees } from '../../contract/runs.ts';
import type { Call } from '../client.ts';
import { action, type Context, type Session } from '../context.ts';
import { renderRunPayees } from '../render/run.ts';
import { renderDifferences } from '../render/run-review.ts';
import { findRun, paramsOf, type RunParams } from '../runs/find-run.ts';
import { type KindOption, kindOf, ofPeriod } from '../runs/run-choice.ts';
import { withAttempt } from '../runs/run-command.ts';
import { progressLine } from '../terminal.ts';

/** `run payees | differences`: looks at single payees, which are logged. */
export function addRunPayees(parent: Command, session: Session): void {
  withAttempt(ofPeriod(parent, 'payees', 'what a run does for each payee; the look is logged'))
    .alias('households')
    .action(
      action(session, async (context, options: KindOption, coopId: string, period: string, attempt?: string) => {
        const kind = kindOf(options, period);
        const call = await context.staff();
        const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, true));
        const payees = await allPayees(context, call, params);
        context.print({ payees }, (paint) => renderRunPayees(payees, paint));
        return undefined;
      }),
    );

  withAttempt(
    ofPeriod(parent, 'differences', 'who gets most more or less than the period before; the look is logged'),
  ).action(
    action(session, async (context, options: KindOption, coopId: string, period: string, attempt?: string) => {
      const kind = kindOf(options, period);
      const call = await context.staff();
      const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, true));
      const { differences } = await call(listRunDifferences, { params });
      context.print({ differences }, (paint) => renderDifferences(differences, paint));
      return undefined;
    }),
  );
}

async function allPayees(context: Context, call: Call, params: RunParams) {
  const line = progressLine(context.terminal.stderr);
  const payees = [];
  let cursor: string | undefined;
  do {
    const page = await call(listRunPayees, { params, query: cursor === undefined ? {} : { cursor } });
    payees.push(...page.payees);
    cursor = page.cursor;
    line.show(`${payees.length} payees …`);
  } while (cursor !== undefined);
  line.clear();
  return payees;
}
