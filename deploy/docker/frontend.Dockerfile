# The web app.
#     docker build -f deploy/docker/frontend.Dockerfile -t instainstru-web .
FROM node:24-slim AS build
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /srv/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /srv/web
COPY --from=build --chown=node /srv/frontend/.next/standalone ./
USER node
EXPOSE 3000
CMD ["node", "server.js"]
