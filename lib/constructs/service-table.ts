import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { envNames } from '../../functions/runtime/env-names.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';

const reads = ['GetItem', 'BatchGetItem', 'Query'] as const;
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] as const;
export type TableAction = (typeof reads)[number] | (typeof writes)[number];

export type ServiceTableProps<Index extends string> = {
  key: ServiceKey;
  protect: boolean;
  partitionKey: string;
  sortKey: string;
  /** Attribute with the epoch second after which DynamoDB deletes the item. */
  expiry: string;
  indexes: Record<
    Index,
    { partitionKey: string; sortKey: string; sortKeyIsNumber?: true; carries?: readonly string[] }
  >;
  /** The environment variable that binds a function to this table. */
  env: keyof typeof envNames;
  /** Nobody may change or delete an item, whatever other policies say. */
  appendOnly?: true;
};

/** A table with the house defaults: on demand, our key, 35 days of point-in-time recovery, expiry, protected from deletion. */
export class ServiceTable<Index extends string = never> extends Construct {
  readonly table: Table;
  readonly #props: ServiceTableProps<Index>;

  constructor(scope: Construct, id: string, props: ServiceTableProps<Index>) {
    super(scope, id);
    this.#props = props;
    this.table = new Table(this, 'Table', {
      partitionKey: text(props.partitionKey),
      sortKey: text(props.sortKey),
      timeToLiveAttribute: props.expiry,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key.key,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: 35,
      },
      deletionProtection: props.protect,
      removalPolicy: props.protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(props.appendOnly && { resourcePolicy: new PolicyDocument({ statements: [neverChanged] }) }),
    });
    for (const [indexName, index] of Object.entries<ServiceTableProps<Index>['indexes'][Index]>(props.indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(index.partitionKey),
        sortKey: { ...text(index.sortKey), ...(index.sortKeyIsNumber && { type: AttributeType.NUMBER }) },
        ...(index.carries
          ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.carries] }
          : { projectionType: ProjectionType.ALL }),
      });
    }
  }

  /** Tells a function the table's name and lets it do exactly `actions` there, and query exactly `indexes`. */
  grant(to: ServiceFunction, actions: readonly TableAction[], indexes: readonly Index[] = []): void {
    to.bind(this.#props.env, this.table.tableName);
    const allow = (names: readonly TableAction[], resources: string[]): void => {
      if (names.length > 0)
        to.addToRolePolicy(new PolicyStatement({ actions: names.map((name) => `dynamodb:${name}`), resources }));
    };
    allow(actions, [this.table.tableArn]);
    if (indexes.length > 0)
      allow(
        ['Query'],
        indexes.map((index) => `${this.table.tableArn}/index/${index}`),
      );
    const mayWrite = actions.some((action) => writes.some((write) => write === action));
    this.#props.key.grant(to, 'dynamodb', mayWrite ? ['read', 'write'] : ['read']);
  }
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

const neverChanged = new PolicyStatement({
  sid: 'NeverChanged',
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  actions: ['BatchWriteItem', 'DeleteItem', 'PartiQLDelete', 'PartiQLUpdate', 'UpdateItem'].map(
    (name) => `dynamodb:${name}`,
  ),
  resources: ['*'],
});
