import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { apiFunctions } from '../contract/endpoint.ts';
import type { StageEnvironment } from './config.ts';
import { AccessSealer } from './constructs/access-sealer.ts';
import { ApiFunctions } from './constructs/api-functions.ts';
import { ApprovalTopic } from './constructs/approval-topic.ts';
import { AuditorAccess } from './constructs/auditor-access.ts';
import { BankConnection } from './constructs/bank-connection.ts';
import { BankInbox } from './constructs/bank-inbox.ts';
import { functionBundles } from './constructs/function-bundles.ts';
import { ServiceApi } from './constructs/http-api.ts';
import { OperatorAccess } from './constructs/operator-access.ts';
import { payoutRuns } from './constructs/payout-runs.ts';
import { PayoutSchedule } from './constructs/payout-schedule.ts';
import { PayoutStateMachine } from './constructs/payout-state-machine.ts';
import { ReceiptRecorder } from './constructs/receipt-recorder.ts';
import { ReturnWork } from './constructs/return-work.ts';
import { ServiceAlarms } from './constructs/service-alarms.ts';
import type { FunctionDefaults } from './constructs/service-function.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { stepNames, WorkflowFunctions } from './constructs/workflow-functions.ts';
import type { StatefulStack } from './stateful-stack.ts';

/** The entry points in functions/lambda. */
export const functionNames = [
  ...apiFunctions,
  'record-receipts',
  'read-bank-files',
  ...stepNames,
  'start-due-runs',
  'seal-access-events',
  'work-return',
] as const;

/** What runs: queue, functions, API, payout runs, schedule, alarms. Holds nothing that could not be made again, except what waits in the queue. */
export class StatelessStack extends Stack {
  constructor(
    app: App,
    id: string,
    { stage, config, region, account, alarmEmail }: StageEnvironment,
    stateful: StatefulStack,
  ) {
    super(app, id, {
      description: `Omistaja (${stage}): what runs`,
      env: { region, ...(account !== undefined && { account }) },
      terminationProtection: config.protectData,
    });
    const prefix = `omistaja-${stage}`;
    const { settings, logRetentionDays, recorder, bankReader, workflow, schedule, throttling } = config;
    const { key, fieldKeys, register, accessEvents, accessSeals, taxReturns, paymentFiles, bankInbox, tills, staff } =
      stateful;
    const defaults: FunctionDefaults = {
      prefix,
      settings,
      logRetentionDays,
      codeOf: functionBundles(this, functionNames),
    };

    const receipts = new WorkQueue(this, 'Receipts', {
      key,
      consumerTimeoutSeconds: recorder.timeoutSeconds,
      env: 'receiptQueueUrl',
    });
    const recording = new ReceiptRecorder(this, 'Recorder', { queue: receipts, register, recorder }, defaults);

    const approvals = new ApprovalTopic(this, 'Approvals', { key, approvers: config.approvers });
    const runs = payoutRuns(this, `${prefix}-payout-run`);
    const steps = new WorkflowFunctions(
      this,
      'Steps',
      { register, payoutRuns: runs, paymentFiles, fieldKeys, approvals },
      defaults,
    );
    const payouts = new PayoutStateMachine(this, 'Payouts', { runs, functions: steps, workflow, logRetentionDays });
    const due = new PayoutSchedule(this, 'Schedule', { register, payoutRuns: runs, schedule }, defaults);

    const bank = new BankInbox(
      this,
      'Bank',
      { key, inbox: bankInbox, register, paymentFiles, timeoutSeconds: bankReader.timeoutSeconds },
      defaults,
    );
    const returns = new ReturnWork(
      this,
      'Returns',
      { name: `${prefix}-annual-return`, register, taxReturns, fieldKeys, workflow },
      defaults,
    );
    const sealing = new AccessSealer(this, 'Sealer', { accessEvents, accessSeals }, defaults);

    const answering = new ApiFunctions(
      this,
      'Functions',
      { register, accessEvents, receipts, payoutRuns: runs, paymentFiles, taxReturns, returns, fieldKeys },
      defaults,
    );
    const api = new ServiceApi(this, 'Api', {
      name: prefix,
      functions: answering.byName,
      tokens: { pos: tills, staff: { pool: staff.pool, clients: [staff.client] } },
      throttling,
      logRetentionDays,
    });

    new BankConnection(this, 'BankConnection', { name: `${prefix}-bank-connection`, key, inbox: bankInbox });
    new OperatorAccess(this, 'Operator', `${prefix}-operator`);
    new AuditorAccess(this, 'Auditor', { name: `${prefix}-auditor`, key, accessEvents, accessSeals });
    new ServiceAlarms(this, 'Alarms', {
      key,
      receipts,
      payouts,
      returns,
      api,
      functions: [recording.function, due.function],
      sealer: sealing.function,
      bank,
      ...(alarmEmail !== undefined && { email: alarmEmail }),
    });
    new CfnOutput(this, 'ReceiptQueueUrl', { value: receipts.queue.queueUrl });
    new CfnOutput(this, 'BankFileDeadLetterQueueUrl', { value: bank.files.deadLetters.queueUrl });
    new CfnOutput(this, 'ReceiptDeadLetterQueueUrl', { value: receipts.deadLetters.queueUrl });
  }
}
