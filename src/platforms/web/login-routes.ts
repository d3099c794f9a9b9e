import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { clientAddress } from './client-address.ts'
import { formLimit } from './form-limit.ts'
import { SESSION_COOKIE } from './guard.ts'
import { cookieOptions, themeOf } from './preferences.ts'
import { SESSION_LIFETIME, type Sessions, sameSecret } from './sessions.ts'
import { loginPage } from './templates/page.ts'
import type { WrongTokens } from './wrong-tokens.ts'

/** The page that asks for the token and gives a cookie for it. */
export function loginRoutes(options: {
  readonly token: string
  readonly assets: string
  readonly sessions: Sessions
  readonly wrong: WrongTokens
}): Hono<{ Bindings: HttpBindings }> {
  const { token, assets, sessions, wrong } = options
  const page = (context: Context, problem?: string) =>
    loginPage({ assets, theme: themeOf(context), ...(problem !== undefined && { problem }) })
  return new Hono<{ Bindings: HttpBindings }>()
    .get('/login', (context) => context.html(page(context)))
    .post('/login', formLimit, async (context) => {
      const given = (await context.req.parseBody())['token']
      const address = clientAddress(
        context.env.incoming.socket.remoteAddress,
        context.req.header('X-Forwarded-For'),
      )
      const verdict = await wrong.judge(
        address,
        () => typeof given === 'string' && sameSecret(given.trim(), token),
      )
      if (verdict === 'wrong') {
        return context.html(
          page(context, 'That is not the token. Look for WEB_TOKEN where Recourse runs.'),
          401,
        )
      }
      if (verdict !== 'right') {
        context.header('Retry-After', String(verdict.waitSeconds))
        return context.html(page(context, `Too many tries. Wait ${waitWords(verdict.waitSeconds)}.`), 429)
      }
      setCookie(context, SESSION_COOKIE, sessions.open(), {
        ...cookieOptions(context),
        maxAge: SESSION_LIFETIME / 1000,
      })
      return context.redirect('/', 303)
    })
    .post('/logout', formLimit, async (context) => {
      await sessions.end(getCookie(context, SESSION_COOKIE))
      deleteCookie(context, SESSION_COOKIE, cookieOptions(context))
      return context.redirect('/login', 303)
    })
}

function waitWords(seconds: number): string {
  if (seconds < 60) return 'a little'
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
