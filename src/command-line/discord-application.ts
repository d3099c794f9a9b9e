import { Routes } from 'discord.js'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import { type RegisteredCommand, registeredCommandShape } from '../platforms/discord/registration.ts'
import { type DiscordCaller, notDiscord, type Remedies, type Route } from './discord-call.ts'

const applicationShape = z.object({
  id: z.string(),
  name: z.string().default(''),
  flags: z.number().default(0),
  /** Where Discord sends interactions instead of to the gateway, if anywhere. */
  interactions_endpoint_url: z.string().nullish(),
})
export type Application = z.output<typeof applicationShape>

/** The application that the token belongs to. */
export async function readApplication(call: DiscordCaller): Promise<Application> {
  return parsed(applicationShape, await call.get(Routes.currentApplication()))
}

/** The commands that are registered at a route. */
export async function readCommands(
  call: DiscordCaller,
  route: Route,
  remedies?: Remedies,
): Promise<readonly RegisteredCommand[]> {
  return parsed(z.array(registeredCommandShape), await call.get(route, remedies))
}

/** An answer in the form it must have. */
export function parsed<Shape extends z.ZodType>(shape: Shape, answer: unknown): z.output<Shape> {
  const result = shape.safeParse(answer)
  if (!result.success) throw new InputError(notDiscord())
  return result.data
}
