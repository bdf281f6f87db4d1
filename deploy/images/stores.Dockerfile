# What the house needs beside itself in a test cluster or on a laptop, as linli-postgres, linli-nats, linli-redis and linli-wechat: Debian 12's
# own servers, and WeChat's stand-in. Production has servers that somebody keeps. `deploy/images/build` calls it, a target each;
# PINNED is the base with our pins (Dockerfile). They run as 10001 on a root that nobody writes; what they keep is a volume's.
ARG PINNED

FROM ${PINNED} AS postgres
# A cluster is made on the volume, not here.
COPY --chmod=755 deploy/images/add-packages /usr/bin/
RUN mkdir /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
 && add-packages postgresql-15 \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/postgresql /run/secrets/linli && install -d /etc/postgresql
COPY --chmod=755 deploy/images/postgres-start /usr/bin/linli
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 10001:10001
WORKDIR /
# Fast: whoever is connected is let go; SIGTERM would wait for them.
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/bin/linli"]

FROM ${PINNED} AS nats
COPY --chmod=755 deploy/images/answers deploy/images/add-packages /usr/bin/
RUN add-packages nats-server ca-certificates \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/nats /etc/nats /run/secrets/linli && ln -s ../sbin/nats-server /usr/bin/linli
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 10001:10001
WORKDIR /
# After SIGTERM it says that it failed.
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/bin/linli"]
CMD ["--config", "/etc/nats/nats.conf"]

FROM ${PINNED} AS redis
COPY --chmod=755 deploy/images/add-packages /usr/bin/
RUN add-packages redis-server && rm -r /etc/redis && install -d /etc/redis \
 && install -d -o 10001 -g 10001 -m 0700 /run/secrets/linli && ln -s redis-server /usr/bin/linli
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 10001:10001
WORKDIR /
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/linli"]
CMD ["/etc/redis/redis.conf"]

# The stand-in, and what else of a rehearsal is a script: secrets made, the demo estate loaded. It lies as in the checkout.
FROM ${PINNED} AS wechat
COPY --chmod=755 deploy/images/answers deploy/images/add-packages /usr/bin/
RUN add-packages nodejs \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/wechat /run/secrets/linli
COPY --chmod=755 tests/wechat-sandbox/server.mjs /usr/share/linli/tests/wechat-sandbox/
COPY --chmod=755 tests/wechat-sandbox/lib /usr/share/linli/tests/wechat-sandbox/lib
COPY --chmod=755 clients/sdk/linli.mjs /usr/share/linli/clients/sdk/
COPY --chmod=755 deploy/services.conf /usr/share/linli/deploy/
COPY --chmod=755 deploy/k8s/secrets.mjs /usr/share/linli/deploy/k8s/
COPY --chmod=755 deploy/local/estate.mjs deploy/local/operator.mjs /usr/share/linli/deploy/local/
COPY --chmod=755 deploy/compose/seed.mjs /usr/share/linli/deploy/compose/
# A folder for each secret, of which volumes take their owner.
RUN node /usr/share/linli/deploy/k8s/secrets.mjs --folder /secrets && find /secrets -type f -delete && chown -R 10001:10001 /secrets && rm -rf /tmp/*
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 10001:10001
WORKDIR /
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/node", "/usr/share/linli/tests/wechat-sandbox/server.mjs"]
CMD ["--host", "0.0.0.0", "--port", "8081", "--state", "/var/lib/wechat"]
