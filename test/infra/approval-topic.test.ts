import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { ApprovalTopic } from '../../lib/constructs/approval-topic.ts';
import { ServiceKey } from '../../lib/constructs/service-key.ts';
import { resourceOf, synthesized } from './synthesized.ts';

it('mails each approver what is of their own co-ops, and nobody else', () => {
  const stack = new Stack(new App(), 'Test');
  const key = new ServiceKey(stack, 'Key', { protect: false, alarmsByEmail: false });
  const approvers = [
    { email: 'havu@omistaja.example', coopIds: ['havu'] },
    { email: 'both@omistaja.example', coopIds: ['havu', 'koivu'] },
  ];
  new ApprovalTopic(stack, 'Approvals', { key, approvers });
  const template = Template.fromStack(stack);
  for (const { email, coopIds } of approvers) {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: email,
      FilterPolicy: { coopId: coopIds },
    });
  }
  template.resourceCountIs('AWS::SNS::Topic', 1);
});

it('is there in every stage, encrypted and closed to whoever comes without TLS, also while nobody listens', () => {
  const { stateless } = synthesized('prod');
  expect(resourceOf(stateless, 'AWS::SNS::Topic', 'Approvals').Properties.KmsMasterKeyId).toBeDefined();
  const policy = resourceOf(stateless, 'AWS::SNS::TopicPolicy', 'Approvals').Properties.PolicyDocument;
  expect(JSON.stringify(policy)).toContain('"Bool":{"aws:SecureTransport":"false"}');
});
