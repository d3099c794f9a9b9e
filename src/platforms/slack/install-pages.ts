import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Installation, webApi } from '@slack/bolt'
import { type CodedError, ErrorCode, InstallProvider } from '@slack/oauth'
import type { Logger } from '../../logger.ts'
import { createInstallHtml, type InstallPage } from './install-html.ts'
import type { Installations } from './installations.ts'
import { SLACK_SCOPES } from './manifest.ts'
import { sdkLogger } from './sdk-logger.ts'

/** Where people begin to install the app, and where Slack sends them back. */
export const INSTALL_PATH = '/slack/install'
export const REDIRECT_PATH = '/slack/oauth_redirect'

/** How long somebody may take between the two, in seconds. */
const STATE_LIFETIME = 10 * 60

export interface OAuthApp {
  readonly clientId: string
  readonly clientSecret: string
  /** Signs what comes back with whoever installs the app. */
  readonly stateSecret: string
  /** Where this server is reached from outside, without a slash at the end; else Slack takes the app's first redirect URL. */
  readonly publicUrl?: string
}

interface InstallPagesOptions {
  readonly app: OAuthApp
  readonly provider: InstallProvider
  /** A workspace has installed the app, or has done so again. */
  readonly installed: (workspace: string) => void
  readonly logger: Logger
}

/** The SDK's side of installing: the exchange with Slack, and renewing tokens that expire. */
export function createInstallProvider(
  { clientId, clientSecret, stateSecret }: OAuthApp,
  parts: {
    readonly installations: Installations
    readonly clientOptions: webApi.WebClientOptions
    readonly logger: Logger
  },
): InstallProvider {
  const html = createInstallHtml()
  return new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    stateCookieName: 'recourse_slack_install',
    stateCookieExpirationSeconds: STATE_LIFETIME,
    installationStore: parts.installations,
    clientOptions: parts.clientOptions,
    logger: sdkLogger(parts.logger),
    renderHtmlForInstallPath: (address) => html.offer(address).markup,
  })
}

/** Answers `INSTALL_PATH` and `REDIRECT_PATH`, which anybody may open. */
export function createInstallPages({
  app,
  provider,
  installed,
  logger,
}: InstallPagesOptions): RequestListener {
  const html = createInstallHtml()
  const { publicUrl } = app
  const url = {
    scopes: [...SLACK_SCOPES],
    ...(publicUrl !== undefined && { redirectUri: `${publicUrl}${REDIRECT_PATH}` }),
  }
  const callback = (request: IncomingMessage, response: ServerResponse) =>
    provider.handleCallback(request, response, {
      async successAsync(installation) {
        const { workspace, ...shown } = whereOf(installation)
        installed(workspace)
        logger.info({ workspace }, 'slack app was installed')
        send(response, 200, html.installed(shown))
      },
      async failureAsync(error) {
        const [status, why] = whyNot(error)
        logger.warn({ err: error }, 'slack app was not installed')
        send(response, status, html.failed(why))
      },
    })
  return (request, response) => {
    if (request.method !== 'GET') {
      response.writeHead(405, { Allow: 'GET' }).end()
      return
    }
    prepare(response, html.offer('').policy)
    const isRedirect = request.url?.split('?', 1)[0] === REDIRECT_PATH
    const answered = isRedirect
      ? callback(request, response)
      : provider.handleInstallPath(request, response, undefined, url)
    answered.catch((error: unknown) => {
      logger.error({ err: error }, 'page for installing the slack app broke')
      if (!response.headersSent)
        send(response, 500, html.failed('Something broke here. Try again in a moment.'))
    })
  }
}

/** Headers of every answer, also of those that the SDK writes. */
function prepare(response: ServerResponse, policy: string): void {
  const headers = {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const set = response.setHeader.bind(response)
  // Slack sends people back by a link, to which browsers give a lax cookie, and to nothing else from elsewhere.
  response.setHeader = (name, value) =>
    set(
      name,
      name.toLowerCase() === 'set-cookie' ? [value].flat().map((one) => `${one}; SameSite=Lax`) : value,
    )
}

function send(response: ServerResponse, status: number, { markup }: InstallPage): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(markup)
}

function whereOf({ team, enterprise, enterpriseUrl, appId, isEnterpriseInstall = false }: Installation) {
  const of = isEnterpriseInstall ? enterprise : team
  const workspace = of?.id ?? ''
  const link =
    isEnterpriseInstall && enterpriseUrl !== undefined
      ? `${enterpriseUrl}manage/organization/apps/profile/${appId}/workspaces/add`
      : `https://app.slack.com/client/${workspace}`
  return { workspace, name: of?.name ?? workspace, link, isForAll: isEnterpriseInstall }
}

function whyNot({ code }: CodedError): readonly [status: number, why: string] {
  switch (code) {
    case ErrorCode.AuthorizationError:
      return [200, 'You did not allow it, so nothing was installed.']
    case ErrorCode.MissingStateError:
    case ErrorCode.InvalidStateError:
    case ErrorCode.MissingCodeError:
      return [400, 'This link was opened in another browser, or more than ten minutes ago. Begin anew.']
    default:
      return [
        502,
        'Slack did not hand the installation over, or it could not be stored. Try again; if that does not help, whoever runs Recourse finds the reason in its log.',
      ]
  }
}
