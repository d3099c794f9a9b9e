import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { LocalUser } from './people.ts'
import type { Theme } from './templates/page.ts'

const USER_COOKIE = 'recourse_user'
/** Written by the page's script; the server reads it so that a page comes in its colours from the first paint. */
const THEME_COOKIE = 'recourse_theme'

const YEAR = 365 * 24 * 60 * 60

export function themeOf(context: Context): Theme {
  const theme = getCookie(context, THEME_COOKIE)
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}

/** Who the page is used as; the first of the list until somebody is chosen. */
export function userOf(context: Context, users: readonly LocalUser[]): LocalUser {
  const id = getCookie(context, USER_COOKIE)
  const user = users.find((candidate) => candidate.id === id) ?? users[0]
  if (!user) throw new Error('The console needs at least one user.')
  return user
}

export function rememberUser(context: Context, user: LocalUser): void {
  setCookie(context, USER_COOKIE, user.id, { ...cookieOptions(context), maxAge: YEAR })
}

/** For this console's pages alone; over https nowhere else. Browsers name the scheme they use in every form's Origin. */
export function cookieOptions(context: Context) {
  const secure = URL.parse(context.req.header('Origin') ?? '')?.protocol === 'https:'
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}
