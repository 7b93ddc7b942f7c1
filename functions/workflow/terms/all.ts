import type { RunKind } from '../../../domain/run.ts';
import type { RunTerms } from '../run-terms.ts';
import { bonusTerms } from './bonus.ts';
import { correctionTerms } from './correction.ts';
import { interestTerms } from './interest.ts';
import { refundTerms } from './refund.ts';
import { surplusTerms } from './surplus.ts';

const terms: Readonly<Record<RunKind, RunTerms>> = {
  BONUS: bonusTerms,
  INTEREST: interestTerms,
  SURPLUS: surplusTerms,
  REFUND: refundTerms,
  CORRECTION: correctionTerms,
};

/** On what terms runs of a kind begin and are signed. */
export const runTermsOf = (kind: RunKind): RunTerms => terms[kind];
