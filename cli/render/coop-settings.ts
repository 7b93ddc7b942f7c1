import type { CoopSettings, CoopSettingsView } from '../../contract/coop-settings.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const returnTexts: Record<CoopSettings['returnPolicy'], string> = {
  monthOfReturn: 'lowers the month in which it was brought back',
  monthOfPurchase: 'lowers the month of the purchase that it names',
};

/** What holds now, and who changed what. */
export function renderCoopSettings({ coopId, version, settings, changes }: CoopSettingsView, paint: Paint): string {
  const fills = (fillsShare: boolean): string => (fillsShare ? 'yes' : 'no');
  const rows = changes.map((change) => [
    String(change.version),
    change.settings.returnPolicy,
    fills(change.settings.surplusFillsShare),
    `${change.by}, ${formatTime(change.at)}`,
    printable(change.reason),
  ]);
  return [
    paint('bold', `Co-op ${coopId}, version ${version}`),
    list(
      [
        ['a return', returnTexts[settings.returnPolicy]],
        ['half of a surplus refund fills an unpaid share', fills(settings.surplusFillsShare)],
      ],
      paint,
    ),
    ...(rows.length === 0
      ? []
      : [
          table(
            ['version', 'returns', 'fills share', 'by', 'why'].map((head) => ({ head })),
            rows,
            paint,
          ),
        ]),
  ].join('\n');
}
