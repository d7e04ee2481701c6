//! The same figure written otherwise, and its look-alikes.

use super::compare_lines;

#[test]
fn a_day_in_words_is_the_day_in_digits() {
    compare_lines(
        "",
        "
        en | It opened on the fifth of June. | It opened on 5 June. | -
        en | It opened on the second of May. | It opened on 2 May. | -
        en | It opened on 3 May 2021. | It opened on the third of May 2021. | -
        en | It opened on the twenty-first of May. | It opened on 21 May. | -
        en | It opened on the thirty-first of May. | It opened on May 31st. | -
        en | It opened on the fifth of June. | It opened on 6 June. | f
        en | It opened on the fifth of June. | It opened on 5 July. | f
        en | It opened on the twenty-first of May. | It opened on 22 May. | f
        en | It opened on the second of May. | It opened on the third of May. | f
        de | Er kam am fünften Juni an. | Er kam am 5. Juni an. | -
        de | Er kam am dritten Mai an. | Er kam am 3. Mai an. | -
        de | Er kam am einundzwanzigsten Mai an. | Er kam am 21. Mai an. | -
        de | Er kam am einunddreißigsten Mai an. | Er kam am 30. Mai an. | f
        de | Er kam am fünften Juni an. | Er kam am 6. Juni an. | f
        fr | Il est venu le cinq juin. | Il est venu le 5 juin. | -
        fr | Il est venu le premier mai. | Il est venu le 1er mai. | -
        fr | Il est venu le vingt et un mai. | Il est venu le 21 mai. | -
        fr | Il est venu le vingt-deux mai 2020. | Il est venu le 22 mai 2020. | -
        fr | Il est venu le cinq juin. | Il est venu le 6 juin. | f
        it | È venuto il cinque giugno. | È venuto il 5 giugno. | -
        it | È venuto il primo maggio. | È venuto il 1º maggio. | -
        it | È venuto il ventuno maggio. | È venuto il 21 maggio. | -
        it | È venuto il cinque giugno. | È venuto il 6 giugno. | f
        es | Vino el cinco de junio. | Vino el 5 de junio. | -
        es | Vino el primero de mayo. | Vino el 1 de mayo. | -
        es | Vino el treinta y uno de mayo. | Vino el 31 de mayo. | -
        es | Vino el cinco de junio. | Vino el 6 de junio. | f
        ",
    );
}

#[test]
fn an_ordinal_in_words_is_the_ordinal_in_digits() {
    compare_lines(
        "",
        "
        en | It was the twelfth time. | It was the 12th time. | -
        en | It was the thirteenth time. | It was the 13th time. | -
        en | It was the twentieth time. | It was the 20th time. | -
        en | It was the twenty-third time. | It was the 23rd time. | -
        en | It was the thirty-first time. | It was the 31st time. | -
        en | It was the twelfth time. | It was the 13th time. | f
        en | The twenty won third place. | The 20 won third place. | -
        de | Es war der zwölfte Versuch. | Es war der 12. Versuch. | -
        de | Es war der siebzehnte Versuch. | Es war der 17. Versuch. | -
        de | Es war der einunddreißigste Versuch. | Es war der 31. Versuch. | -
        de | Es war der zwölfte Versuch. | Es war der 13. Versuch. | f
        fr | Il a fini le douzième hier. | Il a fini le 12e hier. | -
        fr | Le vingt et unième essai a échoué. | Le 21e essai a échoué. | -
        fr | Le dix-neuvième essai a échoué. | Le 19e essai a échoué. | -
        fr | Le trentième essai a échoué. | Le 30e essai a échoué. | -
        fr | Le douzième essai a échoué. | Le 13e essai a échoué. | f
        it | Ha finito dodicesimo ieri. | Ha finito 12° ieri. | -
        it | Il ventitreesimo tentativo fallì. | Il 23º tentativo fallì. | -
        it | La trentunesima prova fallì. | La 31ª prova fallì. | -
        it | Il dodicesimo tentativo fallì. | Il 13º tentativo fallì. | f
        es | La duodécima carrera fue ayer. | La 12ª carrera fue ayer. | -
        es | El decimotercer intento falló. | El 13.º intento falló. | -
        es | El vigésimo primer intento falló. | El 21.º intento falló. | -
        es | El trigésimo intento falló. | El 30.º intento falló. | -
        es | La duodécima carrera fue ayer. | La 13ª carrera fue ayer. | f
        ",
    );
}

#[test]
fn a_century_and_a_decade_are_the_same_in_words_and_numerals() {
    compare_lines(
        "",
        "
        en | It dates from the 18th century. | It dates from the eighteenth century. | -
        en | It dates from the 21st century. | It dates from the twenty-first century. | -
        en | It dates from the 18th century. | It dates from the nineteenth century. | f
        de | Es ist aus dem 18. Jahrhundert. | Es ist aus dem achtzehnten Jahrhundert. | -
        de | Es ist aus dem 18. Jahrhundert. | Es ist aus dem neunzehnten Jahrhundert. | f
        fr | Il date du XVIIIe siècle. | Il date du dix-huitième siècle. | -
        fr | Il date du XVIIIe siècle. | Il date du 18e siècle. | -
        fr | Il date du XVIIIe siècle. | Il date du dix-neuvième siècle. | f
        es | Es del siglo XVIII, dice. | Es del siglo dieciocho, dice. | -
        es | Es del siglo XVIII, dice. | Es del siglo diecinueve, dice. | f
        it | Fu fatto nel settecento. | Fu fatto nel diciottesimo secolo. | -
        it | Fu fatto nel settecento. | Fu fatto nel 19° secolo. | f
        en | It was built in the 1990s. | It was built in the nineties. | -
        en | It was built in the 1990s. | It was built in the '90s. | -
        en | It was built in the 1990s. | It was built in the eighties. | f
        de | Es war in den 1990er Jahren. | Es war in den Neunzigern. | -
        de | Es war in den 1990er Jahren. | Es war in den neunziger Jahren. | -
        de | Es war in den 1990er Jahren. | Es war in den 1980er Jahren. | f
        fr | C'était dans les années 90. | C'était dans les années quatre-vingt-dix. | -
        fr | C'était dans les années 1990. | C'était dans les années 90. | -
        it | Era negli anni novanta. | Era negli anni '90. | -
        it | Era negli anni novanta. | Era negli anni ottanta. | f
        es | Fue en los años noventa. | Fue en los años 90. | -
        en | It fell in 480. | It fell in 480 BC. | f
        en | It fell in 480 BC. | It fell in 480 BCE. | -
        en | It had fallen in 480 B.C. then. | It fell in 480 BC then. | -
        de | Es fiel 480. | Es fiel 480 v. Chr. | f
        fr | C'est en 480 avant tout. | C'est en 480 av. J.-C. avant tout. | f
        it | Cadde nel 480. | Cadde nel 480 a.C. | f
        es | Cayó en 480. | Cayó en 480 a. C. | f
        ",
    );
}

#[test]
fn a_minus_in_words_is_a_minus_sign() {
    compare_lines(
        "",
        "
        en | It was minus five degrees. | It was -5 degrees. | -
        en | It was five below zero. | It was -5. | -
        de | Es waren minus fünf Grad. | Es waren -5 Grad. | -
        de | Es waren minus fünf Grad. | Es waren fünf Grad. | f
        de | Es waren fünf Grad unter null. | Es waren -5 Grad. | -
        fr | Il fait moins douze. | Il fait -12. | -
        fr | Il fait moins douze. | Il fait douze. | f
        it | C'erano meno cinque gradi. | C'erano -5 gradi. | -
        it | C'erano cinque gradi sotto zero. | C'erano -5 gradi. | -
        es | Hacía menos doce grados. | Hacía -12 grados. | -
        es | Hacía cinco bajo cero. | Hacía -5. | -
        es | Hacía cinco bajo cero. | Hacía cinco. | f
        es | Hay al menos doce casos. | Hay al menos 12 casos. | -
        fr | Il y a au moins douze cas. | Il y a au moins 12 cas. | -
        it | Un calo del 5 per cento. | Un calo del meno 5 per cento. | f
        ",
    );
}

#[test]
fn a_share_is_the_same_in_words_and_as_percent() {
    compare_lines(
        "",
        "
        en | Four out of five voters agree. | 80 per cent of voters agree. | -
        en | One in four voters agrees. | 25 per cent of voters agree. | -
        en | One in four voters agrees. | A quarter of voters agree. | -
        en | One in four voters agrees. | 30 per cent of voters agree. | f
        en | One in four voters agrees. | One in five voters agrees. | f
        en | One in four voters agrees. | 1 in 4 voters agrees. | -
        de | Vier von fünf Wählern wollen es. | 80 Prozent der Wähler wollen es. | -
        de | Jeder vierte Wähler will es. | Ein Viertel der Wähler will es. | -
        de | Jeder vierte Wähler will es. | 25 Prozent der Wähler wollen es. | -
        de | Die Hälfte der Wähler will es. | Jeder zweite Wähler will es. | -
        de | Vier von fünf Wählern wollen es. | 70 Prozent der Wähler wollen es. | f
        fr | Quatre sur cinq le veulent. | 80 % le veulent. | -
        fr | Un Français sur quatre le veut. | Un quart des Français le veut. | -
        fr | Un Français sur quatre le veut. | 25 % des Français le veulent. | -
        fr | Quatre sur cinq le veulent. | 70 % le veulent. | f
        it | Uno su quattro lo vuole. | Il 25% lo vuole. | -
        it | Uno su quattro lo vuole. | Il 35% lo vuole. | f
        es | Una de cada cuatro lo quiere. | El 25% lo quiere. | -
        es | Una de cada cuatro lo quiere. | El 35% lo quiere. | f
        ",
    );
}

#[test]
fn a_time_of_day_is_the_same_on_both_clocks() {
    compare_lines(
        "",
        "
        en | It begins at 7pm. | It begins at 19:00. | -
        en | It begins at 7 p.m. today. | It begins at 19:00 today. | -
        en | It begins at 6.30pm. | It begins at 18:30. | -
        en | It begins at half past six. | It begins at 6:30. | -
        en | It begins at noon. | It begins at 12 o'clock. | -
        en | It begins at 7pm. | It begins at 20:00. | f
        en | It begins at 7pm. | It begins at 8pm. | f
        fr | Il commence à 18h30. | Il commence à 18 h 30. | -
        fr | Il commence à 18h30. | Il commence à 18 heures 30. | -
        fr | Il commence à midi. | Il commence à 12 heures. | -
        fr | Il commence à 18h30. | Il commence à 19 h 30. | f
        it | Comincia alle 18. | Comincia alle sei di sera. | -
        it | Comincia alle 18.30. | Comincia alle 18:30. | -
        it | Comincia alle 18. | Comincia alle 19. | f
        de | Es beginnt um 18:30 Uhr. | Es beginnt um 18.30 Uhr. | -
        de | Es beginnt um 18:30 Uhr. | Es beginnt um halb sieben. | -
        de | Es beginnt um 12 Uhr. | Es beginnt mittags. | -
        es | Empieza a las 18:30. | Empieza a las seis y media. | -
        es | Empieza a las 7 de la tarde. | Empieza a las 19:00. | -
        ",
    );
}

#[test]
fn another_spelling_of_an_amount_is_the_same_figure() {
    compare_lines(
        "",
        "
        en | It rose by .5 per cent. | It rose by 0.5 per cent. | -
        en | It rose by .5 per cent. | It rose by 5 per cent. | f
        en | It costs 50 cents. | It costs $0.50. | -
        en | It costs 50 cents. | It costs $50. | f
        en | It costs 50p. | It costs £0.50. | -
        de | Es kostet 50 Cent. | Es kostet 0,50 Euro. | -
        de | Es kostet 50 Cent. | Es kostet 50 Euro. | f
        es | Cuesta 5.000 millones. | Cuesta 5 mil millones. | -
        es | Cuesta 5 mil millones. | Cuesta 5 millones. | f
        it | Dopo trent'anni è tornato. | Dopo 30 anni è tornato. | -
        it | Era qui vent'anni fa. | Era qui 20 anni fa. | -
        it | Era qui vent'anni fa. | Era qui 30 anni fa. | f
        en | A score of people came. | Twenty people came. | -
        en | It lasted a fortnight. | It lasted two weeks. | -
        en | It lasted a fortnight. | It lasted 14 days. | -
        en | It lasted a fortnight. | It lasted three weeks. | f
        de | Ein Paar Schuhe blieb. | Zwei Schuhe blieben. | -
        fr | Un couple de touristes est venu. | Deux touristes sont venus. | -
        es | Vino una pareja de turistas. | Vinieron dos turistas. | -
        es | Vino un par de turistas. | Vinieron dos turistas. | -
        it | I due fratelli tornarono. | Entrambi i fratelli tornarono. | -
        fr | Le prix est réduit de moitié. | Le prix est divisé par deux. | -
        ",
    );
}

#[test]
fn a_quantity_is_the_same_in_another_unit() {
    compare_lines(
        "",
        "
        en | It took 90 minutes. | It took an hour and a half. | -
        en | It took 18 months. | It took a year and a half. | -
        en | It took 60 minutes. | It took an hour. | -
        en | It took half an hour. | It took 30 minutes. | -
        en | It took 24 hours. | It took one day. | -
        en | It is 1,000 metres long. | It is 1 kilometre long. | -
        en | It weighs 1,500 kg. | It weighs 1.5 tonnes. | -
        en | It is 30cm long. | It is 300 mm long. | -
        en | It took 90 minutes. | It took two hours. | f
        en | It took 90 minutes. | It took 90 hours. | f
        en | It is 1,000 metres long. | It is 1,000 kilometres long. | f
        en | It took 60 minutes. | It took a week. | f
        de | Es dauerte 90 Minuten. | Es dauerte anderthalb Stunden. | -
        de | Es dauerte 90 Minuten. | Es dauerte eineinhalb Stunden. | -
        de | Es dauerte 30 Minuten. | Es dauerte eine halbe Stunde. | -
        fr | Il a duré 90 minutes. | Il a duré une heure et demie. | -
        fr | Il a duré quinze jours. | Il a duré deux semaines. | -
        it | È durato 90 minuti. | È durato un'ora e mezza. | -
        it | È durato 30 minuti. | È durato mezz'ora. | -
        es | Duró 90 minutos. | Duró una hora y media. | -
        es | Duró 18 meses. | Duró año y medio. | -
        ",
    );
}
