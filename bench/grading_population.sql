-- A made-up population: bodies, nine in ten of them verified, ten records each over thirty months. One record in
-- ten shares its act with another; some are withdrawn, superseded, annulled, repaired, disputed, not final or of no
-- item.
INSERT INTO credit_subject (
    identity, kind, name, name_norm, grams, former_names, uscc, id_type, id_masked, division_code, state, created_at
)
SELECT
    'U:' || n, 'organisation', '样本机构' || n, '样本机构' || n, '', '[]', '', '', '', '410527', 'active', now()
FROM generate_series(1, %(subjects)s) AS n;

INSERT INTO credit_verification (subject_id, passed_on, document_no)
SELECT id, %(day)s - (id %% 700)::integer, '' FROM credit_subject WHERE id %% 10 <> 0;

INSERT INTO credit_conductrecord (
    subject_id, item_code, title, facts, authority_name, document_no, source, division_code, act, count,
    happened_on, final_on, known_at, state, withdrawn_on, annulled_on, repaired_on, disputed_from,
    superseded_on
)
SELECT
    1 + (random() * %(subjects)s)::bigint %% %(subjects)s,
    (ARRAY['I01', 'I02', 'I03', 'I04', 'I05', 'I06', 'B01', 'I03', 'I05', 'X99'])[1 + n %% 10],
    '未按照规定开展诊疗活动', '在执业活动中未按照规定开展诊疗活动，现场检查时查实。', '样本县卫生健康委员会',
    '卫医罚〔2026〕' || n || '号', 'bench:' || n, '410527',
    CASE WHEN n %% 10 = 0 THEN 'act ' || n / 20 ELSE '' END,
    1 + n %% 3, happened, happened + 10, now(), 'normal',
    CASE WHEN n %% 50 = 1 THEN happened + 20 END,
    CASE WHEN n %% 70 = 2 THEN happened + 20 END,
    CASE WHEN n %% 30 = 3 THEN happened + 60 END,
    CASE WHEN n %% 90 = 4 THEN happened + 5 END,
    CASE WHEN n %% 110 = 5 THEN happened + 30 END
FROM (SELECT n, %(day)s - (random() * 900)::integer AS happened FROM generate_series(1, %(records)s) AS n) drawn;
