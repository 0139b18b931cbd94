FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH
WORKDIR /srv/chengyi

COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --require-hashes --no-deps -r requirements/run.txt

COPY . .
# Values for this one step only: nothing of them stays in the image.
RUN SECRET_KEY=collecting-static-files-needs-a-key-but-never-uses-it-0000 ALLOWED_HOSTS=localhost \
    CHENGYI_SEAL_KEYS=build:00000000000000000000000000000000 CHENGYI_INDEX_KEY=00000000000000000000000000000000 \
    DATABASE_URL=sqlite:////tmp/unused.sqlite3 BROKER_URL=redis://unused:6379/0 \
    sh -c 'python manage.py compile_po && python manage.py collectstatic --noinput' \
    && useradd --system --uid 10001 --home-dir /srv/chengyi chengyi \
    && install -d -o chengyi -g chengyi -m 0700 var

USER chengyi
VOLUME /srv/chengyi/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-m", "config.probe"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "60", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
