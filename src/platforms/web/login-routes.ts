import type { Context } from 'hono'
import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { formLimit } from './form-limit.ts'
import { SESSION_COOKIE } from './guard.ts'
import { themeOf } from './preferences.ts'
import { sameSecret, sessionOf } from './session.ts'
import { loginPage } from './templates/page.ts'
import type { WrongTokens } from './wrong-tokens.ts'

/** How long a log-in lasts, in seconds: thirty days. */
const SESSION_AGE = 30 * 24 * 60 * 60

/** The page that asks for the token and gives a cookie for it. */
export function loginRoutes(options: {
  readonly token: string
  readonly assets: string
  readonly wrong: WrongTokens
}): Hono {
  const { token, assets, wrong } = options
  const page = (context: Context, problem?: string) =>
    loginPage({ assets, theme: themeOf(context), ...(problem !== undefined && { problem }) })
  return new Hono()
    .get('/login', (context) => context.html(page(context)))
    .post('/login', formLimit, async (context) => {
      const given = (await context.req.parseBody())['token']
      if (typeof given !== 'string' || !sameSecret(given.trim(), token)) {
        if (!(await wrong.hold())) {
          return context.html(
            page(context, 'That is not the token. Wait a little before you try again.'),
            429,
          )
        }
        return context.html(
          page(context, 'That is not the token. Look for WEB_TOKEN where Recourse runs.'),
          401,
        )
      }
      setCookie(context, SESSION_COOKIE, sessionOf(token), {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SESSION_AGE,
        secure: URL.parse(context.req.header('Origin') ?? '')?.protocol === 'https:',
      })
      return context.redirect('/', 303)
    })
    .post('/logout', formLimit, (context) => {
      deleteCookie(context, SESSION_COOKIE, { path: '/' })
      return context.redirect('/login', 303)
    })
}
