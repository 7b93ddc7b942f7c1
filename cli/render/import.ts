import type { ImportFigures } from '../import/options.ts';
import { formatCount } from './figures.ts';
import type { Paint } from './paint.ts';
import { list } from './table.ts';

/** What an import did, and what there is to do. */
export function renderImport(figures: ImportFigures, paint: Paint): string {
  const { dryRun, rows, made, already, rejected, failed, pending, errorsFile } = figures;
  const ifAny = (count: number): string | undefined => (count === 0 ? undefined : formatCount(count));
  const counts: [string, string | undefined][] = [
    ['Rows', formatCount(rows)],
    [dryRun ? 'Would be made' : 'Made', formatCount(made)],
    ['Made before', ifAny(already)],
    ['Rejected', ifAny(rejected)],
    ['Failed', ifAny(failed)],
    ['Not sent yet', ifAny(pending)],
  ];
  const notes = [
    ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : []),
    ...(errorsFile === null ? [] : [paint('red', `What is wrong, row by row: ${errorsFile}`)]),
    ...(rejected > 0 && !dryRun
      ? ['Put the mended rows into a file of their own, with the same header, and import that.']
      : []),
    ...(pending + failed > 0 && !dryRun ? [paint('yellow', 'Go on with --resume: no row makes anything twice.')] : []),
  ];
  return [list(counts, paint), ...notes].join('\n');
}
