"""The words of each kind of sensitive datum, as patterns. Each alternative opens with the letters that call it up:
`sensitive` looks closely only where a word starts with one of them.
"""

_HEALTH = (
    r"diab[eé]tic[oa]s?|diabetes|epil[eé]ptic[oa]|epilepsia|convulsiona(?:ba)?|vih|sida|seropositiv[oa]"
    r"|c[aá]ncer|leucemia"
    r"|tumor|quimioterapia|di[aá]lisis|hipertens[oa]|hipertensi[oó]n|asm[aá]tic[oa]|asma|lupus|migrañas?"
    r"|tuberculosis|hepatitis|embaraz(?:ada|o)|gestante|aborto|lactancia|depresi[oó]n|depresiv[oa]"
    r"|ansiedad|ataques? de p[aá]nico|bipolar(?:idad)?|esquizofr[eé]ni(?:a|c[oa])|autis(?:mo|ta)|asperger|tdah"
    r"|trastornos?(?: \w+){0,2}|anorexia|bulimia|suicid(?:a|io|arse)|intento de suicidio|adict[oa]|adicci[oó]n"
    r"|drogadict[oa]|drogadicci[oó]n|alcoh[oó]lic[oa]|alcoholismo|consumidor(?:a)? de \w+|dislexia"
    r"|dislexic[oa]|disl[eé]xic[oa]"
    r"|discapacidad(?: \w+)?|discapacitad[oa]|sord[oa]|sordomud[oa]|hipoac[uú]sic[oa]|hipoacusia|ciego|ciega"
    r"|invidente|ceguera|sordera|baja visi[oó]n|silla de ruedas|muletas|marcapasos|parapl[eé]jic[oa]"
    r"|par[aá]lisis|amputad[oa]|amputaci[oó]n|pr[oó]tesis"
    r"|s[ií]ndrome de \w+|enfermedad(?: \w+)?|enferm[oa]|hospitalizad[oa]|incapacitad[oa]|incapacidad m[eé]dica"
    r"|diagnosticaron|diagnosticad[oa]|diagn[oó]stico (?:m[eé]dico|cl[ií]nico|psi\w+)|historia cl[ií]nica"
    r"|medicad[oa]|medicamentos? (?:controlados?|psiqui\w+)|psiquiatra|psiqui[aá]tric[oa]|terapia|insulina|deprimid[oa]"
    r"|artritis|alzheimer|parkinson|esclerosis|fibromialgia|anemia|hemofilia|obes[oa]|obesidad|cel[ií]ac[oa]|al[eé]rgic[oa]"
    r"|tartamud[oa]|mud[oa]|dengue|malaria|paludismo|lepra|s[ií]filis|psicosis|trasplantad[oa]|trasplante de \w+"
    r"|d[eé]ficit de atenci[oó]n|retraso mental|inv[aá]lid[oa]|minusv[aá]lid[oa]|lesi[oó]n (?:medular|cerebral)"
    r"|consum(?:e|[ií]a|o de) (?:drogas?|marihuana|bazuco|sustancias|alcohol|licor)|rehabilitaci[oó]n por"
    r"|perdi[oó] (?:un|una|la|el|su) (?:pierna|brazo|mano|dedo|ojo|pie|visi[oó]n|audici[oó]n)"
    r"|falta (?:un|una) (?:pierna|brazo|mano|dedo|ojo|pie)"
    r"|infarto|derrame cerebral|cirug[ií]a|operaron|operad[oa] (?:de|del|por)|covid(?:-19)?|grupo sangu[ií]neo"
    r"|rh (?:positivo|negativo)"
)
_ORIGIN = (
    r"ind[ií]gena|wayu[uú]|nasa(?<!(?-i:NASA))|embera|emberá|misak|guambian[oa]|inga|kams[aá]|kamentsá"
    r"|pasto(?= de la comunidad)|aw[aá]"
    r"|pijao|wounaan|yanacona|coconuco|totor[oó]|uwa|cof[aá]n|siona|nukak|bar[ií] (?=del? )|muisca|mokan[aá]"
    r"|pastos(?= del? )"
    r"|mujer negra|hombre negro|joven negr[oa]|aprendiz negr[oa]|instructor negro|instructora negra"
    r"|compañer[oa] negr[oa]"
    r"|arhuac[oa]|kogui|wiwa|kankuam[oa]|sikuani|zen[uú]|ticuna|tikuna|afro(?:colombian[oa]|descendiente)?|negritudes"
    r"|palenquer[oa]|raizal|rrom|gitan[oa]|mulat[oa]|mestiz[oa]|raza \w+|etnia|origen [eé]tnico"
    r"|venezolan[oa]|migrante|refugiad[oa]|indocumentad[oa]|sin papeles"
)
_BELIEFS = (
    r"cat[oó]lic[oa]|cristian[oa]|evang[eé]lic[oa]|protestante|pentecostal|adventista|testigo de jehov[aá]"
    r"|musulm[aá]n|musulmana|jud[ií][oa]|ate[oa]|agn[oó]stic[oa]|budista|morm[oó]n|mormona|santer[oa]|santer[ií]a|bautista|rastafari"
    r"|religi[oó]n|convicciones religiosas|congrega(?:ci[oó]n|ba)"
)
_POLITICS = (
    r"sindicalista|sindicalizad[oa]|sindicato|sindical|afiliad[oa] al? \w+|vot(?:[oó]|aba|ar[aá]) (?:por|en)"
    r"|militante|milita(?:ba)?|uribista|petrista|izquierdista|comunista|es (?:muy )?(?:conservadora?"
    r"|liberal)(?! (?:en|con) )"
    r"|simpatizante|partido (?:liberal|conservador|comunista|verde|pol[ií]tico)|pacto hist[oó]rico"
    r"|centro democr[aá]tico"
    r"|exguerriller[oa]|guerriller[oa]|paramilitar|desmovilizad[oa]|reinsertad[oa]|reincorporad[oa]|excombatiente"
)
_SEXUAL = (
    r"homosexual|gay|lesbiana|bisexual|transg[eé]nero|transexual|trans|intersexual"
    r"|no binari[oa]|queer|lgb\w+|orientaci[oó]n sexual|identidad de g[eé]nero|vida sexual|travesti"
)
_BIOMETRIC = (
    r"huellas? (?:dactilar(?:es)?|digital(?:es)?)|su huella(?! (?:de|h[ií]d))|reconocimiento facial|iris"
    r"|biom[eé]tric[oa]s?|muestra de adn"
)
_VICTIM = (
    r"v[ií]ctimas?(?: (?:de|del)(?: la)? \w+)?|desplazad[oa]|desplazamiento forzado|abus(?:ad[oa]"
    r"|o sexual)|viola(?:ci[oó]n|ron|d[aoa])"
    r"|maltrat(?:ad[oa]|o|aba|[oó])|golpeaba|acos(?:o|ad[oa])|mataron|asesinaron|asesinad[oa]|desaparecid[oa]"
    r"|reclutad[oa]|deportad[oa]|habitante de calle|prostituci[oó]n|capturad[oa]|violencia (?:intrafamiliar"
    r"|sexual|de g[eé]nero)|violencia"
    r"|privad[oa] de la libertad|preso|presa"
    r"|c[aá]rcel|antecedentes (?:penales|judiciales|disciplinarios|m[eé]dicos|cl[ií]nicos|psi\w+)|condenad[oa]"
    r"|secuestrad[oa]|amenazad[oa]"
)
KINDS = (
    ("salud", _HEALTH),
    ("origen étnico o nacional", _ORIGIN),
    ("creencias", _BELIEFS),
    ("ideas políticas o sindicato", _POLITICS),
    ("vida u orientación sexual", _SEXUAL),
    ("biometría", _BIOMETRIC),
    ("haber sido víctima o su situación judicial", _VICTIM),
)
