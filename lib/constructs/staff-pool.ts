import { Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { scopes } from '../../contract/endpoint.ts';
import { permissions } from '../../contract/permissions.ts';
import { acknowledge } from '../nag.ts';

export type StaffPoolProps = {
  name: string;
  mfa: boolean;
  callbackUrls: readonly string[];
  protect: boolean;
  /** Cognito's page needs a branding resource, which the local cloud's page neither has nor needs. */
  branded: boolean;
};

/** Named staff users with a group for each permission; console and command line sign in by code flow with PKCE. */
export class StaffPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: StaffPoolProps) {
    super(scope, id);
    this.pool = this.users(props);
    for (const permission of permissions) {
      this.pool.addGroup(`Group-${permission}`, { groupName: permission, description: `May ${permission}` });
    }
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${props.name}-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.client = this.signIn(props);
    if (props.branded) {
      new CfnManagedLoginBranding(this, 'Branding', {
        userPoolId: this.pool.userPoolId,
        clientId: this.client.userPoolClientId,
        useCognitoProvidedValues: true,
      });
    }
    const output = (outputName: string, value: string) => new CfnOutput(Stack.of(this), outputName, { value });
    output('StaffUserPoolId', this.pool.userPoolId);
    output('StaffClientId', this.client.userPoolClientId);
    output('StaffDomain', domain.baseUrl());
  }

  /** The pool: users are made by an administrator and sign in with a second factor. */
  private users({ name, mfa, protect }: StaffPoolProps): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: name,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...(mfa ? { mfa: Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } } : { mfa: Mfa.OFF }),
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: protect,
      removalPolicy: protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    const instead = 'MFA, the web ACL and tokens of 15 minutes stand in for its threat protection.';
    acknowledge(pool, {
      'AwsSolutions-COG8': `The Plus plan is priced by user; ${instead}`,
      ...(!mfa && {
        'AwsSolutions-COG2':
          'The local cloud holds made-up people, whom the demo signs in; every other stage asks for MFA.',
      }),
    });
    return pool;
  }

  /** The public client of console and command line: it proves itself by PKCE, and its code goes to `callbackUrls` only. */
  private signIn({ name, callbackUrls }: StaffPoolProps): UserPoolClient {
    const [identifier = '', scopeName = ''] = scopes.staff.split('/');
    const use = new ResourceServerScope({ scopeName, scopeDescription: 'Use the staff endpoints' });
    const server = this.pool.addResourceServer('Api', { identifier, scopes: [use] });
    return this.pool.addClient('Client', {
      userPoolClientName: name,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.resourceServer(server, use)],
        callbackUrls: [...callbackUrls],
      },
      // No sign-in past the page: these leave refreshing as the one flow of the user pools API.
      authFlows: { userSrp: false },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(10),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }
}
