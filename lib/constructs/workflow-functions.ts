import { Construct } from 'constructs';
import type { RegisterIndex } from '../../functions/table/keys.ts';
import type { ApprovalTopic } from './approval-topic.ts';
import type { FieldKeys } from './field-keys.ts';
import type { LockedBucket } from './locked-bucket.ts';
import type { PayoutRuns } from './payout-runs.ts';
import { type FunctionDefaults, ServiceFunction, type ServiceFunctionProps } from './service-function.ts';
import type { ServiceTable, TableAction } from './service-table.ts';

type Register = ServiceTable<RegisterIndex>;

/** The steps of a payout run: what each may do with the register, and its size where it is not the usual one. */
const steps = {
  'plan-run': { may: ['GetItem', 'Query'], indexes: ['byListing'] },
  'rematch-receipts': {
    may: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
    indexes: ['byHousehold', 'byListing'],
    timeoutSeconds: 300,
  },
  'calculate-shard': {
    may: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
    indexes: ['byHousehold', 'byListing'],
    memoryMb: 1024,
    timeoutSeconds: 300,
  },
  'sum-outlets': { may: ['GetItem', 'Query', 'PutItem'], timeoutSeconds: 300 },
  'compare-roads': { may: ['GetItem', 'Query', 'UpdateItem'], indexes: ['byListing'], timeoutSeconds: 60 },
  'conclude-run': { may: ['GetItem', 'Query', 'UpdateItem'], timeoutSeconds: 60 },
  'await-approval': { may: ['GetItem', 'UpdateItem'] },
  'check-payees': { may: ['GetItem', 'Query', 'PutItem', 'ConditionCheckItem'], timeoutSeconds: 300 },
  'plan-files': { may: ['GetItem', 'Query', 'UpdateItem'], timeoutSeconds: 60 },
  'write-file': { may: ['GetItem', 'Query', 'PutItem'], memoryMb: 1769, timeoutSeconds: 300 },
  'finish-run': { may: ['GetItem', 'Query', 'UpdateItem'], timeoutSeconds: 60 },
  'post-shard': { may: ['GetItem', 'Query', 'PutItem', 'DeleteItem'], timeoutSeconds: 300 },
  'finish-posting': { may: ['GetItem', 'Query', 'UpdateItem'], timeoutSeconds: 300 },
  'tell-approvers': { may: ['GetItem', 'Query', 'UpdateItem'], timeoutSeconds: 30 },
  'stop-run': { may: ['GetItem', 'UpdateItem'] },
} as const satisfies Record<
  string,
  { may: readonly TableAction[]; indexes?: readonly RegisterIndex[] } & Pick<
    ServiceFunctionProps,
    'memoryMb' | 'timeoutSeconds'
  >
>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

export type WorkflowFunctionsProps = {
  register: Register;
  payoutRuns: PayoutRuns;
  paymentFiles: LockedBucket;
  fieldKeys: FieldKeys;
  approvals: ApprovalTopic;
};

/** The functions of the payout run's steps. */
export class WorkflowFunctions extends Construct {
  readonly byName: Record<StepName, ServiceFunction>;

  constructor(
    scope: Construct,
    id: string,
    { register, payoutRuns, paymentFiles, fieldKeys, approvals }: WorkflowFunctionsProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    const errorImpact = 'the payout run stops at this step and waits for a person; nothing is paid twice.';
    this.byName = Object.fromEntries(
      Object.entries(steps).map(([name, { may, ...step }]) => {
        const { indexes = [], ...size } = { indexes: undefined, ...step };
        const made = new ServiceFunction(this, name, { errorImpact, calledBy: 'workflow', ...size }, defaults);
        register.grant(made, may, indexes);
        return [name, made];
      }),
    ) as Record<StepName, ServiceFunction>;
    // An approval that came while nothing waited is announced by the step itself.
    payoutRuns.grant(this.byName['await-approval'], ['SendTaskSuccess']);
    paymentFiles.grant(this.byName['write-file'], ['GetObject', 'PutObject']);
    paymentFiles.grant(this.byName['finish-posting'], ['GetObject', 'PutObject']);
    fieldKeys.grantFields(this.byName['write-file'], ['open']);
    approvals.grantPublish(this.byName['tell-approvers']);
  }
}
