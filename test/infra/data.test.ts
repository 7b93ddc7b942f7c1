import { describe, expect, it } from 'vitest';
import { scopes } from '../../contract/endpoint.ts';
import { permissions } from '../../contract/permissions.ts';
import { accessTable, type RegisterIndex, registerTable } from '../../functions/table/keys.ts';
import { configs, stages } from '../../lib/config.ts';
import { newApp, type Resource, resourceOf, resourcesOf, synthesized } from './synthesized.ts';

const table = (stage: (typeof stages)[number], name: string): Resource =>
  resourceOf(synthesized(stage).stateful, 'AWS::DynamoDB::Table', name);

describe.each(['Register', 'AccessEvents'])('table %s', (name) => {
  it('is on demand, under our key, with expiry and 35 days of recovery', () => {
    const { Properties } = table('prod', name);
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: {
        SSEEnabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: { 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] },
      },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      TimeToLiveSpecification: {
        Enabled: true,
        AttributeName: { Register: registerTable.expiry, AccessEvents: accessTable.expiry }[name],
      },
    });
  });

  it('cannot be deleted outside local', () => {
    for (const stage of stages) {
      const { Properties, DeletionPolicy } = table(stage, name);
      expect(Properties.DeletionProtectionEnabled).toBe(stage !== 'local');
      expect(DeletionPolicy).toBe(stage === 'local' ? 'Delete' : 'RetainExceptOnCreate');
    }
  });
});

describe('the indexes', () => {
  const indexes = table('local', 'Register').Properties.GlobalSecondaryIndexes;
  const types = table('local', 'Register').Properties.AttributeDefinitions;

  it('carry what keys.ts says and no more', () => {
    const index = ({ name, partitionKey, sortKey, carries }: (typeof registerTable)[RegisterIndex]) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...carries] },
    });
    const { byHousehold, byListing, byMember } = registerTable;
    expect(indexes).toEqual([byHousehold, byListing, byMember].map(index));
  });

  it("sort a household's receipts by number and listings by text", () => {
    expect(types).toContainEqual({ AttributeName: registerTable.byHousehold.sortKey, AttributeType: 'N' });
    expect(types).toContainEqual({ AttributeName: registerTable.byListing.sortKey, AttributeType: 'S' });
  });
});

it('access events are never changed or deleted, by anybody', () => {
  expect(table('prod', 'AccessEvents').Properties.ResourcePolicy).toMatchObject({
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: expect.arrayContaining(['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem']),
        },
      ],
    },
  });
});

it('the keys are kept, and rotated where KMS can', () => {
  const keys = Object.values(resourcesOf(synthesized('prod').stateful, 'AWS::KMS::Key'));
  expect(keys).toHaveLength(3);
  for (const key of keys) {
    expect(key.Properties.EnableKeyRotation === true || key.Properties.KeySpec === 'HMAC_256').toBe(true);
    expect(key.DeletionPolicy).toBe('RetainExceptOnCreate');
  }
});

describe('payment files', () => {
  const bucket = (stage: (typeof stages)[number]) =>
    resourceOf(synthesized(stage).stateful, 'AWS::S3::Bucket', 'FilesBucket');

  it('are versioned, locked for seven years, under our key, closed to the public and logged', () => {
    expect(bucket('prod').Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 7 * 366 } } },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LoggingConfiguration: { DestinationBucketName: { Ref: expect.stringContaining('AccessLogs') } },
    });
    expect(bucket('dev').Properties.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE' } },
    });
  });

  it('are served over TLS only, and so are their access logs', () => {
    const policies = Object.values(resourcesOf(synthesized('prod').stateful, 'AWS::S3::BucketPolicy'));
    expect(policies).toHaveLength(8);
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      });
    }
  });
});

describe('sealed access events', () => {
  it('are locked as long as access events are kept', () => {
    for (const stage of stages) {
      const { Properties } = resourceOf(synthesized(stage).stateful, 'AWS::S3::Bucket', 'SealsBucket');
      const { ObjectLockConfiguration } = Properties as {
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: string; Days: number } } };
      };
      const { Mode, Days } = ObjectLockConfiguration.Rule.DefaultRetention;
      expect(Mode).toBe(stage === 'prod' ? 'COMPLIANCE' : 'GOVERNANCE');
      expect(Days).toBeGreaterThanOrEqual(configs[stage].settings.accessEventRetentionDays);
    }
  });
});

describe('user pools', () => {
  const pool = (stage: (typeof stages)[number], name: string) =>
    resourceOf(synthesized(stage).stateful, 'AWS::Cognito::UserPool', name).Properties;
  const clients = (stage: (typeof stages)[number], name: string) =>
    Object.entries(resourcesOf(synthesized(stage).stateful, 'AWS::Cognito::UserPoolClient'))
      .filter(([id]) => id.startsWith(name))
      .map(([, { Properties }]) => Properties);

  it('let nobody sign up, and ask staff for a second factor outside local', () => {
    for (const stage of stages) {
      expect(pool(stage, 'Staff').AdminCreateUserConfig).toMatchObject({ AllowAdminCreateUserOnly: true });
      expect(pool(stage, 'Tills').AdminCreateUserConfig).toMatchObject({ AllowAdminCreateUserOnly: true });
      expect(pool(stage, 'Staff').MfaConfiguration).toBe(stage === 'local' ? 'OFF' : 'ON');
      expect(pool(stage, 'Staff').DeletionProtection).toBe(stage === 'local' ? 'INACTIVE' : 'ACTIVE');
    }
    expect(pool('prod', 'Staff').EnabledMfas).toEqual(['SOFTWARE_TOKEN_MFA']);
  });

  it('give each retailer a client of its own that can do nothing but post receipts', () => {
    for (const stage of stages) {
      const tills = clients(stage, 'Tills');
      expect(tills).toHaveLength(configs[stage].retailers.length);
      for (const till of tills) {
        expect(till).toMatchObject({
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        });
        expect(JSON.stringify(till.AllowedOAuthScopes)).toContain(`/${scopes.pos.split('/')[1]}`);
      }
    }
  });

  it('let staff in by code flow without a secret, to the loopback addresses, for fifteen minutes', () => {
    expect(clients('prod', 'Staff')).toEqual([
      expect.objectContaining({
        GenerateSecret: false,
        AllowedOAuthFlows: ['code'],
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        AccessTokenValidity: 15,
        CallbackURLs: [47_110, 47_111, 47_112].map((port) => `http://localhost:${port}/callback`),
      }),
    ]);
  });

  it('have a group for each permission', () => {
    const groups = Object.values(resourcesOf(synthesized('local').stateful, 'AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName).sort()).toEqual([...permissions].sort());
  });

  it('have the resource servers of the scopes', () => {
    const servers = Object.values(resourcesOf(synthesized('local').stateful, 'AWS::Cognito::UserPoolResourceServer'));
    const declared = servers.map(({ Properties }) => {
      const { Identifier, Scopes } = Properties as { Identifier: string; Scopes: { ScopeName: string }[] };
      return Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`);
    });
    expect(declared.flat().sort()).toEqual(Object.values(scopes).sort());
  });

  it('stand behind a web ACL outside local, and only there', () => {
    for (const stage of stages) {
      const { stateful } = synthesized(stage);
      const associations = Object.values(resourcesOf(stateful, 'AWS::WAFv2::WebACLAssociation'));
      const guarded = associations.map(({ Properties }) => JSON.stringify(Properties.ResourceArn));
      expect(guarded).toHaveLength(stage === 'local' ? 0 : 2);
      stateful.resourceCountIs('AWS::WAFv2::WebACL', stage === 'local' ? 0 : 1);
      if (stage === 'local') continue;
      expect(guarded.join()).toMatch(/StaffPool/);
      expect(guarded.join()).toMatch(/TillsPool/);
      const rules = JSON.stringify(resourceOf(stateful, 'AWS::WAFv2::WebACL').Properties.Rules);
      expect(rules).toMatch(/RateBasedStatement/);
      expect(rules).toMatch(/AWSManagedRulesCommonRuleSet/);
    }
  });
});

it('stacks with real data cannot be deleted by mistake', () => {
  for (const stage of stages) {
    const { stateful, stateless, clearAway } = newApp(stage);
    clearAway();
    expect([stateful.terminationProtection, stateless.terminationProtection]).toEqual(Array(2).fill(stage !== 'local'));
  }
});

it('its outputs keep their names', () => {
  const { stateful, stateless } = synthesized('local');
  const names = [...Object.keys(stateful.findOutputs('*')), ...Object.keys(stateless.findOutputs('*'))];
  expect(names.filter((name) => !name.startsWith('ExportsOutput')).sort()).toEqual(
    [
      'AccessTableName',
      'ApiId',
      'ApiUrl',
      'BankFileDeadLetterQueueUrl',
      'BankInboxName',
      'FieldKeyArn',
      'IndexKeyArn',
      'PaymentBucketName',
      'PayoutStateMachineArn',
      'ReceiptDeadLetterQueueUrl',
      'ReceiptQueueUrl',
      'RegisterTableName',
      'ReturnBucketName',
      'SealBucketName',
      'StaffClientId',
      'StaffDomain',
      'StaffUserPoolId',
      'TillClientIdHavu',
      'TillClientIdKoivu',
      'TillTokenDomain',
      'TillUserPoolId',
    ].sort(),
  );
});
