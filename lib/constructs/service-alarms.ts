import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import type { BankInbox } from './bank-inbox.ts';
import type { ServiceApi } from './http-api.ts';
import type { PayoutStateMachine } from './payout-state-machine.ts';
import type { ReturnWork } from './return-work.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';
import type { WorkQueue } from './work-queue.ts';

export type ServiceAlarmsProps = {
  key: ServiceKey;
  receipts: WorkQueue;
  payouts: PayoutStateMachine;
  returns: ReturnWork;
  api: ServiceApi;
  /** Functions whose failure nobody else notices: no caller waits for them. */
  functions: readonly ServiceFunction[];
  /** Seals the access log every minute, or fails. */
  sealer: ServiceFunction;
  bank: BankInbox;
  /** Who hears of alarms; without it they only show. */
  email?: string;
};

const oldestMessageSeconds = 300;
const perMinute = { period: Duration.minutes(1), statistic: Stats.SUM };

/** What a person must look at. Each alarm's text names its section of docs/runbook.md. */
export class ServiceAlarms extends Construct {
  readonly #topic: Topic | undefined;

  constructor(
    scope: Construct,
    id: string,
    { key, receipts, payouts, returns, api, functions, sealer, bank, email }: ServiceAlarmsProps,
  ) {
    super(scope, id);
    this.#topic = email === undefined ? undefined : this.topic(key, email);
    const newest = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    this.alarm(
      'DeadLetters',
      receipts.deadLetters.metricApproximateNumberOfMessagesVisible(newest),
      0,
      'Receipts could not be read or recorded. Runbook: "Receipts in the dead-letter queue".',
    );
    this.alarm(
      'OldestReceipt',
      receipts.queue.metricApproximateAgeOfOldestMessage(newest),
      oldestMessageSeconds,
      'Receipts wait for more than five minutes. Runbook: "Receipts wait".',
    );
    this.alarm(
      'PayoutRunFailed',
      payouts.machine.metricFailed(perMinute),
      0,
      'A payout run stopped and waits for a person. Runbook: "A run stopped".',
    );
    this.alarm(
      'ReturnWorkFailed',
      returns.machine.metricFailed(perMinute),
      0,
      'The work on an annual return stopped and waits for a person. Runbook: "An annual return stopped".',
    );
    this.alarm(
      'ApiErrors',
      api.api.metricServerError(perMinute),
      0,
      'The API answered with faults of ours. Runbook: "The API fails".',
    );
    const notSealed = 'Access events wait unsealed. Runbook: "The access log is not sealed".';
    this.alarm('SealerErrors', sealer.metricErrors(perMinute), 0, notSealed);
    this.alarm(
      'SealerSilent',
      sealer.metricInvocations({ period: Duration.minutes(5), statistic: Stats.SUM }),
      1,
      notSealed,
      {
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      },
    );
    this.alarm(
      'BankFileDeadLetters',
      bank.files.deadLetters.metricApproximateNumberOfMessagesVisible(newest),
      0,
      'A file of the bank could not be taken in. Runbook: "A file of the bank was not taken in".',
    );
    this.alarm(
      'BankFileRefused',
      bank.refusals,
      0,
      'A file of the bank was refused. Runbook: "A file of the bank was refused".',
    );
    for (const each of functions) {
      const impact = each.errorImpact.charAt(0).toUpperCase() + each.errorImpact.slice(1);
      this.alarm(`${each.node.id}-errors`, each.metricErrors(perMinute), 0, `${impact} Runbook: "A function fails".`);
    }
  }

  private alarm(
    name: string,
    metric: IMetric,
    threshold: number,
    alarmDescription: string,
    other: Partial<AlarmProps> = {},
  ): void {
    const alarm = new Alarm(this, name, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...other,
    });
    if (this.#topic) alarm.addAlarmAction(new SnsAction(this.#topic));
  }

  private topic(key: ServiceKey, email: string): Topic {
    const topic = new Topic(this, 'Topic', { masterKey: key.key, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    acknowledge(topic, {
      'Serverless-SNSRedrivePolicy': 'Mail that cannot be delivered is of no use later; the alarm goes on showing.',
    });
    return topic;
  }
}
