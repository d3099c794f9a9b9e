# The Node that package.json pins as the package `node`. The image brings it, so the package's own 120 MB stay out:
# they come with its install script, and no other dependency needs one.
FROM node:24.21.0-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY src ./src
COPY strategies ./strategies
COPY commands ./commands

# What has to outlive the container: the SQLite file and the key beside it, or only the key with PostgreSQL. The root file
# system may be read-only.
RUN mkdir /data && chown 1000:1000 /data
VOLUME ["/data"]
WORKDIR /data
# By number, which Kubernetes' runAsNonRoot can tell from root. It is the base image's user node.
USER 1000:1000

# Other machines get in only with WEB_TOKEN, without which it says so and ends.
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000

# A process that is stuck does not answer.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`, { signal: AbortSignal.timeout(4000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Node is process 1 and is told to stop by SIGTERM: what is under way has ten seconds to finish.
# Space for what is new, in MB: left to itself V8 takes 130 MB, for nothing that shows. For what is old: below 2 GB it lets
# it grow to less than twice what is in use before it collects, and to four times above.
ENTRYPOINT ["node", "--max-semi-space-size=16", "--max-old-space-size=1536", "/app/src/launch.js"]
CMD ["serve"]
