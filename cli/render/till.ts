import type { ResultOf } from '../../contract/endpoint.ts';
import type { postAccruals, postDayEnds } from '../../contract/receipts.ts';
import { formatEurosFi } from '../../domain/money.ts';
import type { SendFigures } from '../till/send.ts';
import { formatCount, formatPercent } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { type Column, list, table } from './table.ts';

/** What a sending did: figures, then the first rejections and where all of them are. */
export function renderSent(figures: SendFigures, paint: Paint): string {
  const { queued, alreadyQueued, posted, accepted, rejected, pending, retries } = figures;
  const blocks = [
    list(
      [
        ['Queued', formatCount(queued)],
        ['Queued before', alreadyQueued === 0 ? undefined : formatCount(alreadyQueued)],
        ['Sent', formatCount(posted)],
        ['Accepted', formatCount(accepted)],
        ['Rejected', rejected === 0 ? undefined : formatCount(rejected)],
        ['Waiting', pending === 0 ? undefined : formatCount(pending)],
        ['Sent again', retries === 0 ? undefined : formatCount(retries)],
      ],
      paint,
    ),
  ];
  if (queued === 0 && alreadyQueued > 0) {
    blocks.push('These receipts were queued before, and nothing of them twice; --again sends them once more.');
  }
  if (rejected > 0) blocks.push(rejectionsOf(figures, paint));
  if (pending > 0) blocks.push(paint('yellow', 'The waiting receipts are kept: "omistaja till send" goes on.'));
  return blocks.join('\n\n');
}

function rejectionsOf({ rejections, rejected, rejectedFile }: SendFigures, paint: Paint): string {
  const rows = rejections.map(({ number, code, errors }) => {
    const where = errors.map(({ pointer, message }) => `${pointer} ${message}`).join(' ');
    return [formatCount(number), paint('red', printable(code)), printable(where)];
  });
  const more = rejected > rejections.length ? [`and ${formatCount(rejected - rejections.length)} more`] : [];
  const columns: Column[] = [{ head: 'Number', align: 'right' }, { head: 'Rejected' }, { head: 'Why' }];
  return [table(columns, rows, paint), ...more, `All of them: ${rejectedFile}`].join('\n');
}

type QueueStatus = {
  queueDir: string;
  queued: number;
  acknowledged: number;
  rejected: number;
  pending: number;
  workingProcess: number | null;
};

/** A till queue's counts. */
export function renderQueue(status: QueueStatus, paint: Paint): string {
  const { queueDir, queued, acknowledged, rejected, pending, workingProcess } = status;
  return list(
    [
      ['Queue', queueDir],
      ['Queued', formatCount(queued)],
      ['Acknowledged', formatCount(acknowledged)],
      ['Rejected', formatCount(rejected)],
      ['Waiting', formatCount(pending)],
      ['Being sent by', workingProcess === null ? undefined : `process ${workingProcess}`],
    ],
    paint,
  );
}

type DayEnd = ResultOf<typeof postDayEnds>;

/** A day-end: both sides, and each receipt that they disagree on. */
export function renderDayEnd(answer: DayEnd, paint: Paint): string {
  const { result, till, register } = answer;
  const colour = { match: 'green', differs: 'red', pending: 'yellow' } as const;
  const columns: Column[] = [{ head: '' }, { head: 'Receipts', align: 'right' }, { head: 'Total', align: 'right' }];
  const rows = [
    ['Till', formatCount(till.count), formatEurosFi(till.totalCents)],
    ['Register', formatCount(register.count), formatEurosFi(register.totalCents)],
  ];
  const named = (title: string, receipts: readonly string[]): string[] =>
    receipts.length === 0 ? [] : [`${title}: ${receipts.map(printable).join(', ')}`];
  return [
    paint(['bold', colour[result]], result),
    table(columns, rows, paint),
    ...named('Missing in the register', answer.missing),
    ...named('Only in the register', answer.extra),
    ...named(
      'With another total',
      answer.different.map(
        ({ receiptId, tillTotalCents, registerTotalCents }) =>
          `${receiptId} (till ${formatEurosFi(tillTotalCents)}, register ${formatEurosFi(registerTotalCents)})`,
      ),
    ),
    ...named(
      'Also on a neighbouring day',
      answer.alsoOnNeighbouringDay.map(({ receiptId, businessDay }) => `${receiptId} (${businessDay})`),
    ),
    ...named('Kept until their card is registered', register.unmatched === 0 ? [] : [formatCount(register.unmatched)]),
    ...named('Conflicts for staff to look at', register.conflicts === 0 ? [] : [formatCount(register.conflicts)]),
  ].join('\n');
}

/** What a household has gathered, for the printed receipt. */
export function renderAccrual(accrual: ResultOf<typeof postAccruals>, paint: Paint): string {
  return list(
    [
      ['Month', accrual.month],
      ['Purchases', formatEurosFi(accrual.purchasesCents)],
      ['Rate', formatPercent(accrual.rateBasisPoints)],
      ['Benefits so far', formatEurosFi(accrual.benefitsCents)],
      ['Discount right', accrual.discountRight ? 'yes' : 'no'],
    ],
    paint,
  );
}
