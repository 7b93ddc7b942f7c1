import type { StageConfig } from '../config.ts';
import {
  afterAnyFailure,
  choice,
  discarded,
  firstPage,
  forEach,
  ofRun,
  only,
  type States,
  type StepStates,
  silentEnd,
  untilLastPage,
} from './step-states.ts';

/** From a planned run to its sums: receipts matched, households calculated, both roads compared until they agree. */
export function calculationStates(steps: StepStates, workflow: StageConfig['workflow']): States {
  return {
    BeginCalculation: {
      Type: 'Pass',
      Parameters: { ...ofRun, 'plan.$': '$.plan', round: { 'pass.$': '$.plan.pass' }, page: firstPage },
      Next: 'RematchReceipts',
    },
    RematchReceipts: steps.guarded(
      'rematch-receipts',
      { ...ofRun, 'cursor.$': '$.page.cursor' },
      { ResultPath: '$.page', Next: 'MoreUnmatched' },
    ),
    MoreUnmatched: untilLastPage('RematchReceipts', 'ReadBothRoads'),
    ReadBothRoads: {
      Type: 'Parallel',
      Branches: [
        only('CalculateShards', households(steps, workflow.shardsAtOnce)),
        only('SumAllOutlets', outlets(steps, workflow.outletChunksAtOnce)),
      ],
      ...discarded,
      Catch: afterAnyFailure,
      Next: 'CompareRoads',
    },
    CompareRoads: steps.guarded(
      'compare-roads',
      { ...ofRun, 'pass.$': '$.round.pass' },
      { ResultPath: '$.round', Next: 'DoBothRoadsAgree' },
    ),
    DoBothRoadsAgree: choice('$.round.verdict', {
      AGREE: 'ConcludeRun',
      AGAIN: 'WaitForIndex',
      DIFFER: 'StopForDifference',
    }),
    WaitForIndex: { Type: 'Wait', Seconds: workflow.rereadAfterSeconds, Next: 'ReadBothRoads' },
    ConcludeRun: steps.guarded('conclude-run', ofRun, { ResultPath: '$.conclusion', Next: 'IsDryRun' }),
    IsDryRun: {
      Type: 'Choice',
      Choices: [{ Variable: '$.conclusion.dryRun', BooleanEquals: true, Next: 'Done' }],
      Default: 'AwaitApproval',
    },
  };
}

/** One road: through the index, household by household. */
function households(steps: StepStates, atOnce: number): object {
  const ofShard = { ...ofRun, 'shard.$': '$.shard', 'pass.$': '$.pass', 'cursor.$': '$.page.cursor' };
  return forEach({
    label: 'Calculate',
    items: '$.plan.shards',
    atOnce,
    input: { 'shard.$': '$$.Map.Item.Value', 'pass.$': '$.round.pass', page: firstPage },
    states: {
      CalculateShard: steps.task('calculate-shard', ofShard, { ResultPath: '$.page', Next: 'MoreHouseholds' }),
      MoreHouseholds: untilLastPage('CalculateShard', 'ShardCalculated'),
      ShardCalculated: silentEnd,
    },
  });
}

/** The other road: strongly consistent, outlet by outlet. */
function outlets(steps: StepStates, atOnce: number): object {
  const ofChunk = { ...ofRun, 'outletIds.$': '$.outletIds' };
  return forEach({
    label: 'Sum',
    items: '$.plan.outletChunks',
    atOnce,
    input: { 'outletIds.$': '$$.Map.Item.Value.outletIds' },
    states: { SumOutlets: steps.task('sum-outlets', ofChunk, { OutputPath: null, End: true }) },
  });
}
