import type { RunKind } from './run.ts';
import { type Period, periodText } from './run-period.ts';

/** What a payee reads on the statement, by what is paid. */
const texts: Readonly<Record<RunKind, string>> = {
  BONUS: 'BONUS',
  INTEREST: 'OSUUSMAKSUN KORKO',
  SURPLUS: 'YLIJÄÄMÄNPALAUTUS',
  REFUND: 'OSUUSMAKSUN PALAUTUS',
  /** A correction's payments say what they were owed for; this stands for the run itself. */
  CORRECTION: 'UUSI MAKSU',
};

/** The text of a run's payments, such as `BONUS 10/2026`. */
export const paymentText = (kind: RunKind, period: Period): string => `${texts[kind]} ${periodText(period)}`;
