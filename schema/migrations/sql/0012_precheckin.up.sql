-- Pre-check-in: what a hotel asks of its guests before they come.
--
-- A form is published whole and never changes; what a hotel changes is a new version. A link keeps the version that
-- was the newest when it was issued, so whoever fills it in is judged by what they were shown.

CREATE TABLE hotelmate.country (
    code text NOT NULL,
    CONSTRAINT country_pkey PRIMARY KEY (code),
    CONSTRAINT country_code_is_iso_3166_1 CHECK (code ~ '^[A-Z]{2}$')
);
COMMENT ON TABLE hotelmate.country IS
'Countries that a guest may name: the alpha-2 codes of ISO 3166-1; add newer ones by INSERT.';
COMMENT ON COLUMN hotelmate.country.code IS 'Alpha-2 code of ISO 3166-1.';
COMMENT ON CONSTRAINT country_code_is_iso_3166_1 ON hotelmate.country IS
'A country is written as two capitals, as in ISO 3166-1.';

INSERT INTO hotelmate.country (code)
SELECT listed.code
FROM unnest((
        '{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,'
        'BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,'
        'FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,'
        'IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,'
        'MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,'
        'PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,'
        'SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,'
        'YT,ZA,ZM,ZW}'
    )::text[]) AS listed (code);

CREATE TABLE hotelmate.precheckin_kind (
    name text NOT NULL,
    rule text NOT NULL,
    meaning text NOT NULL,
    CONSTRAINT precheckin_kind_pkey PRIMARY KEY (name),
    CONSTRAINT precheckin_kind_rule_key UNIQUE (rule)
);
COMMENT ON TABLE hotelmate.precheckin_kind IS
'The kinds of fields, and the rule that an answer to each obeys: hotelmate.precheckin_answer_fits judges by it.';
COMMENT ON COLUMN hotelmate.precheckin_kind.name IS 'The kind.';
COMMENT ON COLUMN hotelmate.precheckin_kind.rule IS 'Name of its rule: what a refused answer is told to have broken.';
COMMENT ON COLUMN hotelmate.precheckin_kind.meaning IS 'What the rule says.';

INSERT INTO hotelmate.precheckin_kind (name, rule, meaning) VALUES
('TEXT', 'text_is_readable', 'Text of 1 to 1,000 characters; line breaks and tabs are the only control characters.'),
('DATE', 'date_is_day', 'A day of the calendar from 1900 to 2199, like 1984-02-29.'),
('CHOICE', 'choice_is_offered', 'One of the choices that the field offers.'),
('PHONE', 'phone_is_e164', 'A telephone number in E.164: +, country code and number, 7 to 15 digits.'),
('COUNTRY', 'country_is_iso_3166_1', 'A country, as its alpha-2 code in ISO 3166-1.'),
(
    'DOCUMENT_NUMBER', 'document_number_is_printed',
    'What is printed on a document, 3 to 30 characters: A to Z and digits; between them also spaces, dots, / and -.'
),
(
    'EMAIL',
    'email_is_address',
    'An e-mail address as HTML defines it, with a dot in its domain; 64 characters at most before the @, 254 in all.'
),
('CONSENT', 'consent_is_given', 'The consent is given, to the words that the form has, and says when.'),
('SIGNATURE', 'signature_is_name', 'The name written out as a signature: 2 to 200 characters on one line.');

CREATE TABLE hotelmate.precheckin_form (
    hotel_id bigint NOT NULL,
    version integer NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    published_by text DEFAULT hotelmate.current_actor(),
    published_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT precheckin_form_pkey PRIMARY KEY (hotel_id, version),
    CONSTRAINT precheckin_form_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT precheckin_form_counted CHECK (version > 0),
    CONSTRAINT change_has_actor CHECK ((published_by ~ '\S') IS TRUE)
);
COMMENT ON TABLE hotelmate.precheckin_form IS
'What a hotel asks in pre-check-in, version by version; the newest counts for new links. Published forms stay.';
COMMENT ON COLUMN hotelmate.precheckin_form.version IS 'Derived: counts the hotel''s forms, from 1.';
COMMENT ON COLUMN hotelmate.precheckin_form.published_at IS 'Derived: when.';
COMMENT ON COLUMN hotelmate.precheckin_form.published_by IS 'By whom.';
COMMENT ON COLUMN hotelmate.precheckin_form.published_in IS
'Derived: the transaction that published it; fields come in it or not at all.';
COMMENT ON CONSTRAINT precheckin_form_of_hotel ON hotelmate.precheckin_form IS 'A form is of a hotel that exists.';
COMMENT ON CONSTRAINT precheckin_form_counted ON hotelmate.precheckin_form IS 'Forms are counted from 1.';
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.precheckin_form IS
'A change names who made it; the API must set hotelmate.actor.';

CREATE TABLE hotelmate.precheckin_field (
    hotel_id bigint NOT NULL,
    form_version integer NOT NULL,
    name text NOT NULL,
    asked_of text NOT NULL,
    kind text NOT NULL,
    is_required boolean NOT NULL DEFAULT false,
    position smallint NOT NULL,
    labels jsonb NOT NULL,
    choices text[] NOT NULL DEFAULT '{}',
    choice_labels jsonb NOT NULL DEFAULT '{}',
    consent_texts jsonb,
    CONSTRAINT precheckin_field_pkey PRIMARY KEY (hotel_id, form_version, asked_of, name),
    CONSTRAINT precheckin_field_position_unique UNIQUE (hotel_id, form_version, position),
    CONSTRAINT precheckin_field_of_form FOREIGN KEY (hotel_id, form_version)
    REFERENCES hotelmate.precheckin_form (hotel_id, version),
    CONSTRAINT precheckin_field_kind_known FOREIGN KEY (kind) REFERENCES hotelmate.precheckin_kind (name),
    CONSTRAINT precheckin_field_asked_of_known CHECK (asked_of IN ('BOOKING', 'GUEST')),
    CONSTRAINT precheckin_field_name_well_formed CHECK (name ~ '^[a-z][a-z0-9_]{0,49}$'),
    CONSTRAINT precheckin_field_position_counted CHECK (position BETWEEN 1 AND 100),
    CONSTRAINT precheckin_field_has_label CHECK (hotelmate.is_text_by_language(labels)),
    CONSTRAINT precheckin_field_choices_offered CHECK (
        CASE WHEN kind = 'CHOICE' THEN hotelmate.are_choices(choices) IS TRUE ELSE choices = '{}' END
    ),
    CONSTRAINT precheckin_field_choice_labels_known
    CHECK (hotelmate.are_choice_labels(choice_labels, choices)),
    CONSTRAINT precheckin_field_consent_has_text CHECK (
        (kind = 'CONSENT') = (consent_texts IS NOT NULL)
        AND (consent_texts IS NULL OR hotelmate.is_text_by_language(consent_texts))
    )
);
COMMENT ON TABLE hotelmate.precheckin_field IS 'The fields of a form of pre-check-in. A field that is here is enabled.';
COMMENT ON COLUMN hotelmate.precheckin_field.form_version IS 'The form it is of.';
COMMENT ON COLUMN hotelmate.precheckin_field.name IS 'Its key among the answers.';
COMMENT ON COLUMN hotelmate.precheckin_field.asked_of IS
'BOOKING: once for all; GUEST: of every staying member of the party.';
COMMENT ON COLUMN hotelmate.precheckin_field.kind IS 'What an answer is, and by which rule it is judged.';
COMMENT ON COLUMN hotelmate.precheckin_field.is_required IS
'Whether pre-check-in is submitted only with an answer to it.';
COMMENT ON COLUMN hotelmate.precheckin_field.position IS 'Its place on the form, from 1.';
COMMENT ON COLUMN hotelmate.precheckin_field.labels IS 'What it is called, by language.';
COMMENT ON COLUMN hotelmate.precheckin_field.choices IS 'The choices that a CHOICE offers, in their order.';
COMMENT ON COLUMN hotelmate.precheckin_field.choice_labels IS
'What a choice is called, by choice and language; one that is not here shows itself.';
COMMENT ON COLUMN hotelmate.precheckin_field.consent_texts IS 'The words that a CONSENT is given to, by language.';
COMMENT ON CONSTRAINT precheckin_field_position_unique ON hotelmate.precheckin_field IS
'A place on a form has one field.';
COMMENT ON CONSTRAINT precheckin_field_of_form ON hotelmate.precheckin_field IS
'A field is of a form of the same hotel.';
COMMENT ON CONSTRAINT precheckin_field_kind_known ON hotelmate.precheckin_field IS
'A field is of a kind that there is.';
COMMENT ON CONSTRAINT precheckin_field_asked_of_known ON hotelmate.precheckin_field IS
'A field is asked of the BOOKING or of each GUEST.';
COMMENT ON CONSTRAINT precheckin_field_name_well_formed ON hotelmate.precheckin_field IS
'A field''s name is small letters, digits and underscores, 50 at most, a letter first.';
COMMENT ON CONSTRAINT precheckin_field_position_counted ON hotelmate.precheckin_field IS
'Fields are counted from 1 to 100.';
COMMENT ON CONSTRAINT precheckin_field_has_label ON hotelmate.precheckin_field IS
'A field has a label, by language.';
COMMENT ON CONSTRAINT precheckin_field_choices_offered ON hotelmate.precheckin_field IS
'A CHOICE offers 1 to 100 choices, each once and without spaces around it; nothing else offers any.';
COMMENT ON CONSTRAINT precheckin_field_choice_labels_known ON hotelmate.precheckin_field IS
'Labels of choices are of choices that there are, by language.';
COMMENT ON CONSTRAINT precheckin_field_consent_has_text ON hotelmate.precheckin_field IS
'A CONSENT has the words that it is given to, by language, and nothing else has.';

ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_of_form
FOREIGN KEY (hotel_id, form_version) REFERENCES hotelmate.precheckin_form (hotel_id, version);
COMMENT ON CONSTRAINT token_of_form ON hotelmate.booking_token IS
'A link keeps a form of its own hotel.';
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_precheckin_by_form
FOREIGN KEY (hotel_id, precheckin_form_version) REFERENCES hotelmate.precheckin_form (hotel_id, version);
COMMENT ON CONSTRAINT booking_precheckin_by_form ON hotelmate.room_booking IS
'Pre-check-in is submitted by a form of the booking''s own hotel.';
