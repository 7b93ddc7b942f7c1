import type { StageConfig } from '../config.ts';
import { whenLambdaIsBusy, whenTheCallFails } from './step-retries.ts';
import {
  afterAnyFailure,
  discarded,
  type FunctionOf,
  firstPage,
  forEach,
  ofRun,
  only,
  type States,
  type StepStates,
  silentEnd,
  untilLastPage,
} from './step-states.ts';

/**
 * From the sums to the payment files: approval by a second person, payees looked at once more, files written. After the release another
 * execution goes on with what is to be booked, shard by shard.
 */
export function paymentStates(steps: StepStates, functionOf: FunctionOf, workflow: StageConfig['workflow']): States {
  return {
    TellApprovers: steps.telling('AwaitApproval'),
    AwaitApproval: approval(functionOf, workflow),
    CheckPayees: { ...eachShard(steps, 'check-payees', workflow), Next: 'PlanFiles' },
    PlanFiles: steps.guarded('plan-files', ofRun, { ResultPath: '$.filePlan', Next: 'WriteFiles' }),
    WriteFiles: {
      Type: 'Map',
      ItemsPath: '$.filePlan.files',
      ItemSelector: {
        ...ofRun,
        'fileNumber.$': '$$.Map.Item.Value.fileNumber',
        'shards.$': '$$.Map.Item.Value.shards',
      },
      MaxConcurrency: workflow.filesAtOnce,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...only('WriteFile', file(steps)) },
      ...discarded,
      Catch: afterAnyFailure,
      Next: 'FinishRun',
    },
    FinishRun: steps.guarded('finish-run', ofRun, { ...discarded, Next: 'Done' }),
    PostShards: { ...eachShard(steps, 'post-shard', workflow), Next: 'FinishPosting' },
    FinishPosting: steps.guarded('finish-posting', ofRun, { ...discarded, Next: 'TellOfRelease' }),
    TellOfRelease: steps.telling('Done'),
  };
}

/** A step for every page of every shard. */
function eachShard(steps: StepStates, step: 'check-payees' | 'post-shard', workflow: StageConfig['workflow']): object {
  const each = step === 'check-payees' ? 'CheckShard' : 'PostShard';
  const ofPage = { ...ofRun, 'shard.$': '$.shard', 'cursor.$': '$.page.cursor' };
  return {
    ...forEach({
      label: step === 'check-payees' ? 'Check' : 'Post',
      items: '$.plan.shards',
      atOnce: workflow.shardsAtOnce,
      input: { 'shard.$': '$$.Map.Item.Value', page: firstPage },
      states: {
        [each]: steps.task(step, ofPage, { ResultPath: '$.page', Next: `${each}Again` }),
        [`${each}Again`]: untilLastPage(each, `${each}Done`),
        [`${each}Done`]: silentEnd,
      },
    }),
    Catch: afterAnyFailure,
  };
}

/**
 * Waits for a signature. Both wake it up: after the first it tells who approves and waits on, after the second it goes on to the files. Waiting
 * anew looks at the run again, which heals an answer or a message that got lost.
 */
function approval(functionOf: FunctionOf, workflow: StageConfig['workflow']): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: {
      FunctionName: functionOf('await-approval').functionArn,
      Payload: { ...ofRun, 'taskToken.$': '$$.Task.Token' },
    },
    TimeoutSeconds: workflow.renewApprovalAfterSeconds,
    Retry: [whenLambdaIsBusy(workflow.retryAfterSeconds), whenTheCallFails(workflow.retryAfterSeconds)],
    Catch: [{ ErrorEquals: ['States.Timeout'], ...discarded, Next: 'TellApprovers' }, ...afterAnyFailure],
    ...discarded,
    Next: 'PlanRun',
  };
}

function file(steps: StepStates): object {
  const input = { ...ofRun, 'fileNumber.$': '$.fileNumber', 'shards.$': '$.shards' };
  return steps.task('write-file', input, { OutputPath: null });
}
