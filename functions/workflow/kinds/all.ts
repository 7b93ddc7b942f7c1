import type { RunKind } from '../../../domain/run.ts';
import type { RunKindDeclaration } from '../run-kind.ts';
import { bonus } from './bonus.ts';
import { correction } from './correction.ts';
import { interest } from './interest.ts';
import { refund } from './refund.ts';
import { surplus } from './surplus.ts';

/** Every kind of run. */
const kinds: Partial<Record<RunKind, RunKindDeclaration>> = {
  BONUS: bonus,
  INTEREST: interest,
  REFUND: refund,
  CORRECTION: correction,
  SURPLUS: surplus,
};

/** The declaration of a kind. */
export function runKindOf(kind: RunKind): RunKindDeclaration {
  const declaration = kinds[kind];
  if (declaration === undefined) throw new Error(`runs of the kind ${kind} are not declared`);
  return declaration;
}
