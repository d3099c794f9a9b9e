/** A channel in which operators are told what concerns them. */
export interface AdminChannel {
  readonly platform: 'slack' | 'discord'
  /** As the platform names it; in Slack perhaps with its workspace and a slash before. */
  readonly channel: string
}

/**
 * `slack:C0123ABCD`, with its workspace `slack:T0123ABCD/C0123ABCD`, or `discord:1234`, several with commas between;
 * `undefined` where that is not what is written.
 */
export function parseAdminChannels(text: string): readonly AdminChannel[] | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const channels = parts.map((part): AdminChannel | undefined => {
    const [, platform, channel = ''] = /^(slack|discord):((?:(?<=slack:)\w+\/)?\w+)$/.exec(part) ?? []
    return platform === 'slack' || platform === 'discord' ? { platform, channel } : undefined
  })
  return channels.every((one) => one !== undefined) && channels.length > 0 ? channels : undefined
}

/** A channel as {@link parseAdminChannels} reads it. */
export function adminChannelName({ platform, channel }: AdminChannel): string {
  return `${platform}:${channel}`
}
