import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Problem, problems, problemType } from '../../contract/problem.ts';
import { DomainError, type ErrorCode, type FieldIssue } from '../../domain/errors.ts';

/** Errors of DynamoDB, SQS and Step Functions that mean "too much at once": the caller may send again. */
const passing = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'LimitExceededException',
  'TimeoutError',
  'ServiceUnavailable',
]);

/** What was thrown as the code to answer with: the one map from errors to HTTP. */
export function refusalOf(error: unknown): { code: ErrorCode; detail: string; issues: readonly FieldIssue[] } {
  if (error instanceof DomainError) return { code: error.code, detail: error.message, issues: error.issues };
  if (error instanceof Error && passing.has(error.name))
    return { code: 'busy', detail: problems.busy.advice, issues: [] };
  return { code: 'internal', detail: problems.internal.advice, issues: [] };
}

/** The answer to a request that was refused, or that a fault of ours ended: then without any detail of it. */
export function problemResponse(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { code, detail, issues } = refusalOf(error);
  const { status, title } = problems[code];
  const problem: Problem = {
    type: problemType(code),
    title,
    status,
    code,
    detail,
    requestId,
    ...(issues.length === 0 ? {} : { errors: [...issues] }),
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 503 ? { 'retry-after': '2' } : {}),
    },
    body: JSON.stringify(problem),
  };
}
