import { z } from 'zod'

/** What we keep in a view of our own: JSON text, of which Slack knows nothing. `problem` says what is wrong otherwise. */
export function privateMetadata<Shape extends z.ZodType>(shape: Shape, problem: string) {
  return z.string().transform((text, context): z.output<Shape> => {
    try {
      return shape.parse(JSON.parse(text))
    } catch {
      context.addIssue(problem)
      return z.NEVER
    }
  })
}
