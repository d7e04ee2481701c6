//! Sentences whose figure is written otherwise, and sentences whose figure is another one.

use super::compare_lines;

#[test]
fn a_figure_is_told_only_if_its_value_is_another_one() {
    compare_lines(
        "",
        "
        en | It closes on the eleventh of March. | It closes on 11 March. | -
        en | It closes on April the ninth. | It closes on 9 April. | -
        en | It closes on the twelfth of July 1998. | It closes on 12 July 1998. | -
        en | Her thirtieth win came. | Her 30th win came. | -
        en | A seventeenth-century house burned. | A 17th-century house burned. | -
        en | It was in the sixties. | It was in the 1960s. | -
        en | Two thirds of them left. | 67 per cent of them left. | -
        en | Three in ten left. | 30% left. | -
        en | Nine out of ten dentists agree. | 90% of dentists agree. | -
        en | It opens at 9am. | It opens at 9:00. | -
        en | It opens at 9 a.m. here. | It opens at nine in the morning here. | -
        en | It shuts at midnight. | It shuts at 00:00. | -
        en | It shuts at quarter to six. | It shuts at 5:45. | -
        en | It took 48 hours. | It took two days. | -
        en | It took a week. | It took seven days. | -
        en | It took two years. | It took 24 months. | -
        en | It took a decade. | It took ten years. | -
        en | It weighs 2 tonnes. | It weighs 2,000 kg. | -
        en | It took a quarter of an hour. | It took 15 minutes. | -
        en | It holds 500 ml. | It holds half a litre. | -
        de | Er kam am siebten März. | Er kam am 7. März. | -
        de | Der zwanzigste Band erschien. | Der 20. Band erschien. | -
        de | Drei Viertel stimmten zu. | 75 Prozent stimmten zu. | -
        de | Zwei von drei stimmten zu. | Zwei Drittel stimmten zu. | -
        de | Jeder dritte Haushalt zahlt. | Ein Drittel der Haushalte zahlt. | -
        de | Es war in den Sechzigern. | Es war in den 60er Jahren. | -
        de | Es begann um 20 Uhr. | Es begann um 8 Uhr abends. | -
        de | Es begann um Viertel nach sechs. | Es begann um 6:15 Uhr. | -
        de | Es dauerte eine Woche. | Es dauerte sieben Tage. | -
        de | Es wiegt 2 Kilogramm. | Es wiegt 2.000 Gramm. | -
        fr | Il est né le quatorze juillet 1950. | Il est né le 14 juillet 1950. | -
        fr | Le vingtième jour, il partit. | Le 20e jour, il partit. | -
        fr | Les deux tiers ont voté. | 66 % ont voté. | -
        fr | Trois sur dix ont voté. | 30 % ont voté. | -
        fr | Il ferme à minuit. | Il ferme à 0 h. | -
        fr | Il ferme à 20h. | Il ferme à 20 heures. | -
        fr | Il a duré un quart d'heure. | Il a duré 15 minutes. | -
        fr | Il a duré une semaine. | Il a duré sept jours. | -
        fr | C'est au dix-neuvième siècle. | C'est au 19e siècle. | -
        it | È nato il quattordici luglio. | È nato il 14 luglio. | -
        it | Due su tre hanno votato. | Il 67% ha votato. | -
        it | Il ventesimo giorno partì. | Il 20º giorno partì. | -
        it | Chiude a mezzanotte. | Chiude alle 24. | -
        it | Durò una settimana. | Durò sette giorni. | -
        it | Durò un quarto d'ora. | Durò 15 minuti. | -
        es | Nació el catorce de julio. | Nació el 14 de julio. | -
        es | Dos de cada tres votaron. | El 67% votó. | -
        es | Cierra a medianoche. | Cierra a las 24 horas. | -
        es | Duró una semana. | Duró siete días. | -
        es | Duró un cuarto de hora. | Duró 15 minutos. | -
        en | It closes on the eleventh of March. | It closes on 12 March. | f
        en | It closes on April the ninth. | It closes on 8 April. | f
        en | Her thirtieth win came. | Her 31st win came. | f
        en | It was in the sixties. | It was in the 1970s. | f
        en | Two thirds of them left. | 57 per cent of them left. | f
        en | Three in ten left. | 40% left. | f
        en | Nine out of ten agree. | Eight out of ten agree. | f
        en | It opens at 9am. | It opens at 10:00. | f
        en | It shuts at quarter to six. | It shuts at 6:45. | f
        en | It took 48 hours. | It took three days. | f
        en | It took seven days. | It took seven weeks. | f
        en | It took two years. | It took 26 months. | f
        en | It weighs 2 tonnes. | It weighs 200 kg. | f
        en | It weighs 2 tonnes. | It weighs 2 kg. | f
        en | It holds 500 ml. | It holds 500 litres. | f
        en | It costs 5 cents. | It costs 5 dollars. | f
        en | It fell to 5 degrees. | It fell to minus 5 degrees. | f
        en | It fell by 2 per cent. | It fell by 2 percentage points. | f
        en | It needs 3 eggs. | It needs 3 dozen eggs. | f
        en | Nearly 300 came. | Just over 300 came. | f
        de | Er kam am siebten März. | Er kam am 8. März. | f
        de | Der zwanzigste Band erschien. | Der 21. Band erschien. | f
        de | Drei Viertel stimmten zu. | 65 Prozent stimmten zu. | f
        de | Jeder dritte Haushalt zahlt. | Jeder vierte Haushalt zahlt. | f
        de | Es begann um 20 Uhr. | Es begann um 21 Uhr. | f
        de | Es dauerte sieben Tage. | Es dauerte acht Wochen. | f
        de | Es waren minus drei Grad. | Es waren minus vier Grad. | f
        de | Es kostet 20 Kronen. | Es kostet 20 Franken. | f
        fr | Il est né le quatorze juillet. | Il est né le 15 juillet. | f
        fr | Les deux tiers ont voté. | 56 % ont voté. | f
        fr | Il ferme à 20h. | Il ferme à 21 heures. | f
        fr | Il a duré deux heures. | Il a duré 90 minutes. | f
        fr | Il coûte 5 francs. | Il coûte 5 euros. | f
        fr | C'est au dix-neuvième siècle. | C'est au 18e siècle. | f
        it | È nato il quattordici luglio. | È nato il 15 luglio. | f
        it | Due su tre hanno votato. | Il 57% ha votato. | f
        it | Dopo trent'anni partì. | Dopo quarant'anni partì. | f
        it | Chiude alle 20. | Chiude alle 21. | f
        it | Costa 5 corone in tutto. | Costa 5 sterline in tutto. | f
        es | Nació el catorce de julio. | Nació el 15 de julio. | f
        es | Dos de cada tres votaron. | El 57% votó. | f
        es | Cuesta 5 mil millones. | Cuesta 6.000 millones. | f
        es | Hacía menos doce grados. | Hacía menos trece grados. | f
        es | Duró 90 minutos. | Duró dos horas y media. | f
        es | Son más o menos 5 casos. | Son unos 5 casos. | -
        fr | Il y a plus ou moins 5 cas. | Il y a environ 5 cas. | -
        en | The couple left early. | The second couple left early. | -
        en | Noon came and they left. | They left at noon. | -
        en | The score was 3-1 there. | The result was 3-1 there. | -
        de | Ein gut 40 Meter hoher Turm. | Ein mehr als 40 Meter hoher Turm. | -
        ",
    );
}
