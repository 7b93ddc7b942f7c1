import type { RunKind } from '../../../domain/run.ts';
import type { RunKindDeclaration } from '../run-kind.ts';
import { bonus } from './bonus.ts';
import { correction } from './correction.ts';
import { interest } from './interest.ts';
import { refund } from './refund.ts';
import { surplus } from './surplus.ts';

const kinds: Readonly<Record<RunKind, RunKindDeclaration>> = {
  BONUS: bonus,
  INTEREST: interest,
  SURPLUS: surplus,
  REFUND: refund,
  CORRECTION: correction,
};

/** Who is paid what by a kind of run, and how it is booked. */
export const runKindOf = (kind: RunKind): RunKindDeclaration => kinds[kind];
