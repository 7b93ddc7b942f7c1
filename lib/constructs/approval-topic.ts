import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledge } from '../nag.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';

export type ApprovalTopicProps = { key: ServiceKey; approvers: StageConfig['approvers'] };

/** Tells who approves that a run waits for them, was released or has stopped. Each hears of their own co-ops only. */
export class ApprovalTopic extends Construct {
  readonly topic: Topic;
  readonly #key: ServiceKey;

  constructor(scope: Construct, id: string, { key, approvers }: ApprovalTopicProps) {
    super(scope, id);
    this.#key = key;
    this.topic = new Topic(this, 'Topic', { masterKey: key.key, enforceSSL: true });
    for (const { email, coopIds } of approvers) {
      const filterPolicy = { coopId: SubscriptionFilter.stringFilter({ allowlist: [...coopIds] }) };
      this.topic.addSubscription(new EmailSubscription(email, { filterPolicy }));
    }
    if (approvers.length > 0) {
      acknowledge(this.topic, {
        'Serverless-SNSRedrivePolicy':
          'Mail that cannot be delivered is of no use later; the run itself shows that it waits.',
      });
    }
  }

  /** Lets a function publish, and tells it where. */
  grantPublish(to: ServiceFunction): void {
    to.bind('approvalTopicArn', this.topic.topicArn);
    to.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }));
    this.#key.grant(to, 'sns', ['read', 'write']);
  }
}
