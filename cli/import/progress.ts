import { formatCount } from '../render/figures.ts';
import { printable } from '../render/paint.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import type { ImportProgress } from './options.ts';

const barWidth = 24;

/** A bar on a terminal; elsewhere nothing until the end. */
export function importProgress(stderr: Terminal['stderr'], nowMs: () => number = () => performance.now()) {
  const line = progressLine(stderr);
  const startedMs = nowMs();
  let first: number | undefined;
  return {
    show: ({ rows, done, rejected, waiting }: ImportProgress): void => {
      first ??= done;
      const filled = Math.floor((barWidth * done) / Math.max(1, rows));
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
      const refused = rejected === 0 ? '' : `, ${formatCount(rejected)} rejected`;
      const rest = waiting === undefined ? timeLeft(done - first, rows - done, nowMs() - startedMs) : againIn(waiting);
      line.show(`${bar} ${formatCount(done)} of ${formatCount(rows)} rows${refused}${rest}`);
    },
    clear: line.clear,
  };
}

const againIn = ({ seconds, reason }: NonNullable<ImportProgress['waiting']>): string =>
  ` – again in ${seconds} s: ${printable(reason)}`;

/** From the speed so far, once there is one. */
function timeLeft(done: number, left: number, elapsedMs: number): string {
  if (done < 20 || left === 0) return '';
  const seconds = Math.ceil(((elapsedMs / done) * left) / 1000);
  return seconds < 90 ? `, about ${seconds} s left` : `, about ${formatCount(Math.ceil(seconds / 60))} min left`;
}
