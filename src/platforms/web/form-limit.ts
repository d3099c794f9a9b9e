import { bodyLimit } from 'hono/body-limit'

/** Bytes of a form's body that are read at all: a token or a choice and no more. */
const MAX_FORM = 4096

/** Turns away a form that is too large before it is read, whoever sends it. */
export const formLimit = bodyLimit({
  maxSize: MAX_FORM,
  onError: (context) =>
    context.text('This form is too large. Reload the page and try again.', 413, { Connection: 'close' }),
})
