import { formatCount } from '../render/figures.ts';
import { printable } from '../render/paint.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import type { SendProgress } from './send.ts';

/**
 * Tells how far the sending is: on a terminal a line that goes on; elsewhere only that the register was lost and came back,
 * since a log should say why nothing moves.
 */
export function sendingProgress(stderr: Terminal['stderr']): {
  show: (progress: SendProgress) => void;
  clear: () => void;
} {
  const line = progressLine(stderr);
  let isLost = false;
  return {
    show: (progress) => {
      const { accepted, rejected, total, waiting } = progress;
      if (stderr.isTTY !== true && isLost !== (waiting !== undefined)) stderr.write(`${newsOf(progress)}\n`);
      isLost = waiting !== undefined;
      const refused = rejected === 0 ? '' : `, ${formatCount(rejected)} rejected`;
      const again = waiting === undefined ? '' : ` – again in ${waiting.seconds} s: ${printable(waiting.reason)}`;
      line.show(`${formatCount(accepted + rejected)} of ${formatCount(total)} receipts sent${refused}${again}`);
    },
    clear: line.clear,
  };
}

function newsOf({ waiting }: SendProgress): string {
  if (waiting === undefined) return 'omistaja: the register answers again.';
  return `omistaja: ${printable(waiting.reason)} The receipts are kept and sent until it answers.`;
}
