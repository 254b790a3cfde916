module {
  func.func @main(%arg0: tensor<5x2x3xf32>, %arg1: tensor<3x4xf32>) -> tensor<5xf32> {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [2] x [0] : (tensor<5x2x3xf32>, tensor<3x4xf32>) -> tensor<5x2x4xf32>
    %1 = stablehlo.tanh %0 : tensor<5x2x4xf32>
    %2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.reduce(%1 init: %2) applies stablehlo.add across dimensions = [1, 2] : (tensor<5x2x4xf32>, tensor<f32>) -> tensor<5xf32>
    return %3 : tensor<5xf32>
  }
}
