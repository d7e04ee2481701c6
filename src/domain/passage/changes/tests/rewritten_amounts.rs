//! The same amount in another unit, in words or behind another bound, and amounts that only look
//! alike.

use super::compare_lines;

#[test]
fn an_area_or_a_volume_may_be_in_another_unit() {
    compare_lines(
        "",
        "
        en | The fire burned 200 hectares. | The fire burned two square kilometres. | -
        de | Das Feuer verbrannte 200 Hektar. | Das Feuer verbrannte zwei Quadratkilometer. | -
        fr | Le feu a brûlé 200 hectares. | Le feu a brûlé deux kilomètres carrés. | -
        it | Il fuoco ha bruciato 200 ettari. | Il fuoco ha bruciato due chilometri quadrati. | -
        es | El fuego quemó 200 hectáreas. | El fuego quemó dos kilómetros cuadrados. | -
        en | The tank holds 2,000 litres. | The tank holds two cubic metres. | -
        de | Der Tank fasst 2000 Liter. | Der Tank fasst zwei Kubikmeter. | -
        fr | La cuve contient 2 000 litres. | La cuve contient deux mètres cubes. | -
        it | La cisterna contiene 2.000 litri. | La cisterna contiene due metri cubi. | -
        es | El depósito contiene 2.000 litros. | El depósito contiene dos metros cúbicos. | -
        en | The fire burned 200 hectares. | The fire burned three square kilometres. | f
        en | The tank holds 2,000 litres. | The tank holds three cubic metres. | f
        en | The field has 5 hectares. | The field has 50,000 square metres. | -
        de | Das Feld hat 5 Hektar. | Das Feld hat 50.000 m². | -
        ",
    );
}

#[test]
fn an_amount_in_other_words_is_the_same_amount() {
    compare_lines(
        "",
        "
        de | Der Bau dauerte drei Jahrzehnte. | Der Bau dauerte 30 Jahre. | -
        de | Der Bau dauerte zwei Jahrzehnte. | Der Bau dauerte 20 Jahre. | -
        en | It took three decades. | It took 30 years. | -
        fr | Cela a pris trois décennies. | Cela a pris 30 ans. | -
        it | Ci sono voluti tre decenni. | Ci sono voluti 30 anni. | -
        es | Tardó tres décadas. | Tardó 30 años. | -
        de | Der Bau dauerte zwei Jahrhunderte. | Der Bau dauerte 200 Jahre. | -
        en | It took two decades and a half. | It took 25 years. | -
        en | It took two and a half decades. | It took 25 years. | -
        de | Die Zahl überstieg 5000. | Die Zahl lag über 5000. | -
        de | Die Zahl übertraf 40.000. | Die Zahl lag über 40.000. | -
        en | Sales passed 40,000 last year. | Sales were above 40,000 last year. | -
        en | Sales topped 40,000 last year. | Sales exceeded 40,000 last year. | -
        en | The group is no larger than 200. | The group is at most 200. | -
        es | El coste llega a 1.200 millones de euros. | El coste llega a 1,2 millardos de euros. | -
        en | The house is from the 1400s. | The house is from the fifteenth century. | -
        en | They won 2-0 on Sunday. | They won two-nil on Sunday. | -
        it | Ha quarant'anni. | Ha quraant'anni. | -
        en | Half a year passed. | Half a month passed. | f
        fr | Il a couru cinq milles. | Il a couru cinq kilomètres. | f
        de | Der Bau dauerte drei Jahrzehnte. | Der Bau dauerte 20 Jahre. | f
        de | Die Zahl überstieg 5000. | Die Zahl lag unter 5000. | f
        en | Sales passed 40,000 last year. | Sales were below 40,000 last year. | f
        ",
    );
}

#[test]
fn amounts_that_look_alike_are_compared() {
    compare_lines(
        "",
        "
        en | The council passed 40 laws. | The council adopted 40 laws. | -
        de | Die Gruppe ist nicht größer als 200. | Die Gruppe hat höchstens 200. | -
        fr | Le nombre a dépassé 5000. | Le nombre était de plus de 5000. | -
        it | Il numero ha superato 5000. | Il numero era di oltre 5000. | -
        es | El número superó 5000. | El número fue de más de 5000. | -
        it | Il numero ha superato 5000. | Il numero era inferiore a 5000. | f
        en | The house is from the 1400s. | The house is from the fourteenth century. | f
        en | The strike lasted half an hour. | The strike lasted half a day. | f
        en | The strike lasted half a day. | The strike lasted 12 hours. | -
        fr | La parcelle mesure un hectare. | La parcelle mesure 10 000 mètres carrés. | -
        en | The plot measures one square kilometre. | The plot measures 100 hectares. | -
        fr | La parcelle mesure 5 mètres. | La parcelle mesure 5 mètres carrés. | f
        en | They won 2-0 on Sunday. | They won two-one on Sunday. | f
        de | Der Bau dauerte ein Jahrzehnt. | Der Bau dauerte zehn Jahre. | -
        ",
    );
}
