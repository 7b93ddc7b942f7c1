import { DomainError, type FieldIssue } from '../../../../domain/errors.ts';

/** @throws DomainError invalidRequest with the faults, if there are any */
export function refuseIf(issues: readonly FieldIssue[]): void {
  if (issues.length > 0)
    throw new DomainError('invalidRequest', 'Some fields of the request are faulty; `errors` points at them.', issues);
}
