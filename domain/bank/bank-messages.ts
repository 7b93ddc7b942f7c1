import type { BankFile } from './answer.ts';
import type { BankFileLimits } from './bank-file.ts';
import { notification } from './entry-answers.ts';
import { messageReader } from './message-reader.ts';
import { statusReport } from './status-report.ts';
import type { XmlEvents } from './xml-events.ts';

/**
 * Reads a file of the bank from a parser's events: a status report (pain.002.001.10) or a notification (camt.054.001.08).
 * @returns what takes the events, and gives what the file says once all of it has been read
 * @throws BankFileRefused from any of its functions
 */
export function bankFileReader({ mostEntries }: Pick<BankFileLimits, 'mostEntries'>): XmlEvents & {
  file: () => BankFile;
} {
  const { message, ...events } = messageReader([statusReport, notification], mostEntries);
  return { ...events, file: message };
}
