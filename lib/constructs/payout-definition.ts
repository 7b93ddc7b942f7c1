import type { RunProblem } from '../../domain/run.ts';
import type { StageConfig } from '../config.ts';
import { calculationStates } from './calculation-states.ts';
import { paymentStates } from './payment-states.ts';
import { choice, discarded, type FunctionOf, ofRun, type States, type StepStates, stepStates } from './step-states.ts';

/**
 * The payout run in the Amazon States Language (JSONPath). It is written as data and not with the CDK's state classes because those leave
 * out null, which is the cursor of a first page. The state holds `run`, `plan` (what PlanRun answered), `round` (which reading of both
 * roads) and `page` (a loop's cursor): ids and counters, never a household, a name or an amount.
 */
export function payoutDefinition(
  functionOf: FunctionOf,
  workflow: StageConfig['workflow'],
): { StartAt: string; States: States } {
  const steps = stepStates(functionOf, workflow.retryAfterSeconds);
  return {
    StartAt: 'PlanRun',
    States: {
      PlanRun: steps.guarded('plan-run', ofRun, { ResultPath: '$.plan', Next: 'WhereToGoOn' }),
      WhereToGoOn: choice('$.plan.resumeAt', {
        CALCULATE: 'BeginCalculation',
        APPROVAL: 'TellApprovers',
        FILES: 'CheckPayees',
        POST: 'PostShards',
        DONE: 'Done',
      }),
      ...calculationStates(steps, workflow),
      ...paymentStates(steps, functionOf, workflow),
      Done: { Type: 'Succeed' },
      StopForDifference: stop(steps, 'SUMS_DIFFER', 'TellOfDifference'),
      TellOfDifference: steps.telling('SumsDiffer'),
      SumsDiffer: failed('SUMS_DIFFER', 'Both roads go on differing. Runbook: "The roads differ".'),
      StopAfterFailure: stop(steps, 'STEP_FAILED', 'TellOfFailure'),
      TellOfFailure: steps.telling('StepFailed'),
      StepFailed: failed('STEP_FAILED', 'A step failed after its repetitions. Runbook: "A run stopped".'),
    },
  };
}

/** Tells the run why it stopped, so that staff see it, and ends in failure, so that the alarm tells. */
const stop = (steps: StepStates, problem: RunProblem, next: string): object =>
  steps.task('stop-run', { ...ofRun, problem }, { ...discarded, Next: next });

const failed = (error: RunProblem, cause: string): object => ({ Type: 'Fail', Error: error, Cause: cause });
