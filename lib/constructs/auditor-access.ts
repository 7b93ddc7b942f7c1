import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../nag.ts';
import type { LockedBucket } from './locked-bucket.ts';
import type { ServiceKey } from './service-key.ts';
import type { ServiceTable } from './service-table.ts';

export type AuditorAccessProps = {
  name: string;
  key: ServiceKey;
  accessEvents: ServiceTable<'byPerson' | 'byStaff'>;
  accessSeals: LockedBucket;
};

/** The auditor: reads the sealed access events and holds them against the table (`omistaja audit verify`); changes nothing, and reads no other data. */
export class AuditorAccess extends Construct {
  constructor(scope: Construct, id: string, { name, key, accessEvents, accessSeals }: AuditorAccessProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    const policy = new ManagedPolicy(this, 'Policy', {
      managedPolicyName: name,
      description: 'Reads the access log of Omistaja and its seals',
      statements: [
        new PolicyStatement({ sid: 'Seals', actions: ['s3:GetObject'], resources: [accessSeals.files] }),
        new PolicyStatement({
          sid: 'Names',
          actions: ['s3:ListBucket'],
          resources: [Stack.of(accessSeals).exportValue(accessSeals.bucket.bucketArn)],
        }),
        new PolicyStatement({ sid: 'Events', actions: ['dynamodb:Query'], resources: [accessEvents.table.tableArn] }),
        new PolicyStatement({
          sid: 'Key',
          actions: ['kms:Decrypt'],
          resources: [key.key.keyArn],
          conditions: {
            StringEquals: {
              'kms:ViaService': ['dynamodb', 's3'].map((service) => `${service}.${region}.amazonaws.com`),
            },
          },
        }),
      ],
    });
    acknowledgeWildcard(policy, accessSeals.files, 'All blocks are to be read; the bucket holds nothing else.');
    new Role(this, 'Role', {
      roleName: name,
      description: 'For auditors who sign in to this account with a second factor',
      assumedBy: new AccountRootPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      managedPolicies: [policy],
    });
  }
}
