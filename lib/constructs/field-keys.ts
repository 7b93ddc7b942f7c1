import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

const fieldActions = {
  /** Unwraps a co-op's data key: to open fields, and to seal them under a key that is there. */
  open: 'kms:Decrypt',
  /** Makes a co-op's next data key. */
  makeKey: 'kms:GenerateDataKey',
} as const;
export type FieldKeyUse = keyof typeof fieldActions;

/**
 * The two keys of personal data at rest: one wraps the co-ops' data keys, under which identity codes, bank accounts and contact data are
 * sealed field by field; the other makes the keyed hashes by which they are found. Apart, since whoever searches need not read.
 */
export class FieldKeys extends Construct {
  readonly fieldKey: Key;
  readonly indexKey: Key;

  constructor(scope: Construct, id: string, { protect }: { protect: boolean }) {
    super(scope, id);
    const removalPolicy = protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    this.fieldKey = new Key(this, 'FieldKey', {
      description: "Omistaja: wraps the co-ops' data keys of sealed fields",
      enableKeyRotation: true,
      removalPolicy,
    });
    // KMS does not rotate HMAC keys, and under a new one nothing that is stored would be found.
    this.indexKey = new Key(this, 'IndexKey', {
      description: 'Omistaja: keyed hashes by which sealed fields are found, and customer codes are checked',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    });
  }

  /** Lets a function use the field key in these ways, for data keys of a co-op only. */
  grantFields(to: ServiceFunction, uses: readonly FieldKeyUse[]): void {
    to.bind('fieldKeyArn', this.fieldKey.keyArn);
    to.addToRolePolicy(
      new PolicyStatement({
        actions: uses.map((use) => fieldActions[use]),
        resources: [this.fieldKey.keyArn],
        conditions: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['coopId', 'version'] } },
      }),
    );
  }

  /** Lets a function make the keyed hash of a value. */
  grantIndex(to: ServiceFunction): void {
    to.bind('indexKeyArn', this.indexKey.keyArn);
    to.addToRolePolicy(new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [this.indexKey.keyArn] }));
  }
}
